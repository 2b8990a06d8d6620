// x509's dependency injection reads type metadata from here; it has to be loaded first.
import "reflect-metadata";
import { randomBytes, webcrypto, X509Certificate as ParsedCertificate } from "node:crypto";
import { isIP } from "node:net";
import { createSecureContext, type SecureContext } from "node:tls";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** Issues a certificate for whatever name the client asks for. Lives in memory only. */
export interface Authority {
  /** The root certificate that a client must trust, PEM. */
  certificatePem: string;
  /**
   * What a TLS server needs to answer as `name` (a DNS name or an IP address). Issued once per name; a plain
   * value when it is at hand, so that the common case waits for nothing.
   */
  contextFor(name: string): SecureContext | Promise<SecureContext>;
}

const KEY = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DAY_MS = 86_400_000;
/** A name longer than this does not fit the common name of a subject (RFC 5280, ub-common-name). */
const COMMON_NAME_MAX = 64;
const ORGANISATION = "C=US, O=Northgate Trust Services";

/**
 * Creates a root authority valid around `now`: the root since three years, each leaf since three weeks, for
 * ninety days, as public authorities issue them. One key serves all leaves, so that a new name costs one
 * signature. Keys and serials are fresh each time: they are never part of what is compared.
 */
export async function createAuthority(options: { now?: Date } = {}): Promise<Authority> {
  const nowMs = (options.now ?? new Date()).getTime();
  const [rootKeys, leafKeys] = await Promise.all([generateKeys(), generateKeys()]);
  const root = await X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: `${ORGANISATION}, CN=Northgate Root CA R3`,
    notBefore: new Date(nowMs - 3 * 365 * DAY_MS),
    notAfter: new Date(nowMs + 12 * 365 * DAY_MS),
    signingAlgorithm: KEY,
    keys: rootKeys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  const leafKeyPem = PemConverter.encode(
    await webcrypto.subtle.exportKey("pkcs8", leafKeys.privateKey),
    "PRIVATE KEY",
  );
  const constant = [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    await SubjectKeyIdentifierExtension.create(leafKeys.publicKey),
    await AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
  ];

  async function issue(name: string): Promise<SecureContext> {
    const leaf = await X509CertificateGenerator.create({
      serialNumber: newSerial(),
      subject: name.length <= COMMON_NAME_MAX ? [{ CN: [name] }] : ORGANISATION,
      issuer: root.subject,
      notBefore: new Date(nowMs - 21 * DAY_MS),
      notAfter: new Date(nowMs + 69 * DAY_MS),
      signingAlgorithm: KEY,
      publicKey: leafKeys.publicKey,
      signingKey: rootKeys.privateKey,
      extensions: [
        ...constant,
        new SubjectAlternativeNameExtension([{ type: isIP(name) ? "ip" : "dns", value: name }]),
      ],
    });
    // A name that OpenSSL cannot read back must fail here, not in the handshake.
    const certificate = new ParsedCertificate(leaf.toString("pem")).toString();
    return createSecureContext({ key: leafKeyPem, cert: certificate, ...ACCEPT_OLD_CLIENTS });
  }

  return { certificatePem: `${root.toString("pem")}\n`, contextFor: remember(issue) };
}

/** Old protocol versions are accepted: what an old client says is worth recording too. */
const ACCEPT_OLD_CLIENTS = { minVersion: "TLSv1", ciphers: "DEFAULT:@SECLEVEL=0" } as const;

/** A hostile client may ask for endless names: past this many, the oldest is issued anew when it returns. */
const CONTEXTS_KEPT = 4096;

function remember(issue: (name: string) => Promise<SecureContext>): Authority["contextFor"] {
  const contexts = new Map<string, SecureContext | Promise<SecureContext>>();
  return (name) => {
    const known = contexts.get(name);
    if (known) return known;
    const pending = issue(name).then(
      (context) => {
        contexts.set(name, context);
        return context;
      },
      (error: unknown) => {
        contexts.delete(name);
        throw error;
      },
    );
    contexts.set(name, pending);
    if (contexts.size > CONTEXTS_KEPT) contexts.delete(contexts.keys().next().value!);
    return pending;
  };
}

/** Positive and 16 bytes long, as public authorities draw them (RFC 5280 §4.1.2.2). */
function newSerial(): string {
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  return serial.toString("hex");
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(KEY, true, ["sign", "verify"]);
}
