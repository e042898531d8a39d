// Looks into the embedded database beside the service, for what no page and no API tells. Reads only.
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Runs one SELECT on the database under `data`; gives its rows, each an array of texts. */
export async function query(data, sql) {
  const folder = join(data, 'db')
  const files = await readdir(folder, { recursive: true })
  const found = end => { const name = files.find(file => file.endsWith(end)); return name && join(folder, name) }
  const socket = await socketOf(found('my.cnf'), found('.sock'))
  const password = (await readFile(found('password') ?? found('pw'), 'utf8')).trim()
  const { stdout } = await run('mariadb', ['--no-defaults', `--socket=${socket}`, '--user=ansvar', '--batch', '--skip-column-names', 'ansvar', '--execute', sql],
    { env: { ...process.env, MYSQL_PWD: password }, maxBuffer: 256e6 })
  return stdout.split('\n').filter(Boolean).map(line => line.split('\t'))
}

/** The socket may lie elsewhere when the folder's path is too long for one; the server's configuration knows. */
async function socketOf(configuration, socket) {
  const written = configuration && /^\s*socket\s*=\s*(.+)$/m.exec(await readFile(configuration, 'utf8'))
  return written ? written[1].trim().replace(/^"|"$/g, '') : socket
}
