// Package eds verifies electronic signatures made with keys of the national certification
// authority (НУЦ РК): CMS SignedData over RSA and GOST keys, detached or attached, always
// over the bytes the server itself kept.
//
// The order is fixed, and the first failure is the answer: structure (DER only), one
// signer, the signer's certificate by issuer and serial number, the required signed
// attributes, the message digest, the signing-certificate attribute when present, the
// signature with a list of allowed algorithms, the chain to pinned roots, the key's
// purpose, its dates at the given moment, revocation, and last the person.
//
// Nothing here uses the network or the machine's clock. Each refusal is a problem with its
// own sentence: Invalid, or Outside when revocation cannot be checked now. A signature that
// could not be checked is never accepted.
//
// About revocation the newest answer (OCSP) that can be believed counts, else the issuer's
// list with its changes: docs/adr/0024. VerifyWith takes what was learned for one check and
// tells what the verdict stands on; Again makes the check again from that alone.
//
// Sources: RFC 5652 (CMS), RFC 5035 (signing certificate), RFC 5280 (certificates, CRLs),
// RFC 6960 (OCSP), RFC 3161 (time stamps), the certificate profile of the authority. Why the
// verifier is our own, and which algorithms it takes: docs/adr/0003; GOST: docs/adr/0022;
// XML: docs/adr/0023.
//
// A time stamp over the very signature, good in all its parts, gives the moment at which
// the key's dates and revocation are judged; one that is not believed is as if it were not
// there, and where a person asks about a file it is a reason. The functions named Examine…
// answer such questions: every one about every signer, also of BER, XML, certificates,
// lists, OCSP answers and time stamps by themselves. They never stand in for Verify.
//
// The mathematics is behind SignatureVerifier, for a certified module.
package eds
