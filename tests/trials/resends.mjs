// Nothing is done twice, however often it is sent again while the service is killed. resends.mjs [RESENDS] [KILLS] [CLIENTS]
import { verdict } from '../support/client.mjs'
import { resend } from '../support/resends.mjs'

const [resends = 10_000, kills = 20, clients = 8] = process.argv.slice(2).map(Number)
const { figures, promises } = await resend({ resends, kills, clients })
verdict(figures, promises)
