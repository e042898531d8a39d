// Looks into the embedded database beside the service, for what no page and no API tells; and does to its process what accidents do.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Runs one SELECT on the database under `data`; gives its rows, each an array of texts. */
export async function query(data, sql) {
  const configuration = await readFile(join(data, 'db', 'my.cnf'), 'utf8')
  const socket = /^\s*socket\s*=\s*"?([^"\n]+)/m.exec(configuration)[1]
  const password = (await readFile(join(data, 'db', 'password'), 'utf8')).trim()
  const { stdout } = await run('mariadb', ['--no-defaults', `--socket=${socket}`, '--user=ansvar', '--batch', '--skip-column-names', 'ansvar', '--execute', sql],
    { env: { ...process.env, MYSQL_PWD: password }, maxBuffer: 256e6 })
  return stdout.split('\n').filter(Boolean).map(line => line.split('\t'))
}

/** Sends the embedded server a signal: SIGSTOP freezes it, SIGCONT wakes it, SIGKILL is a power cut. Gives its process id. */
export async function signalDatabase(data, signal) {
  const pid = Number(await readFile(join(data, 'db', 'mariadbd.pid'), 'utf8'))
  process.kill(pid, signal)
  return pid
}
