// Idempotency keys: one per form instance, kept until its request was answered for good.
// crypto.randomUUID exists only on https and localhost; a console on a plain-http intranet must do without.
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
