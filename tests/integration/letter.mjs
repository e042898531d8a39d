// Reads letters as a mail program would: headers decoded, the plain text out of its transfer encoding.

function bytesOf(quotedPrintable) {
  return Buffer.from(quotedPrintable.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1')
}

function decodeWords(header) {
  return header.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, text) =>
    (kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : bytesOf(text.replaceAll('_', ' '))).toString())
}

function split(part) {
  const at = part.indexOf('\n\n')
  const headers = new Map()
  for (const line of part.slice(0, at).replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':')
    headers.set(line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim()))
  }
  return { headers, body: part.slice(at + 2) }
}

function textOf({ headers, body }) {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase()
  const text = encoding === 'base64' ? Buffer.from(body, 'base64').toString() : encoding === 'quoted-printable' ? bytesOf(body).toString() : body
  return text.replaceAll('\r\n', '\n')
}

/** {headers, to, id, ticket, text, html} of a raw letter; `ticket` is the number in its Message-ID, or NaN. */
export function readLetter(raw) {
  const whole = split(raw.replaceAll('\r\n', '\n'))
  const boundary = /boundary="([^"]+)"/.exec(whole.headers.get('content-type'))[1]
  const parts = whole.body.split(`--${boundary}`).slice(1, -1).map(part => split(part.slice(1)))
  const byType = type => textOf(parts.find(part => part.headers.get('content-type').startsWith(type)))
  const id = whole.headers.get('message-id')
  return {
    headers: whole.headers,
    to: /<?([^<>\s]+@[^<>\s]+)>?$/.exec(whole.headers.get('to'))[1],
    id,
    ticket: Number(/^<t(\d+)\./.exec(id)?.[1]),
    subject: whole.headers.get('subject'),
    text: byType('text/plain'),
    html: byType('text/html'),
  }
}
