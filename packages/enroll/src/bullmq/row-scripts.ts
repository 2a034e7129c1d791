import { luaScript } from "@kelaskit/core/node";

/**
 * The beginning of every script. KEYS: the states of the rows, their counts, and the facts of the queue:
 *
 * - `id`: random, created with the queue.
 * - `doubt`: why rows may have been sent that the states do not show as sent; empty if the states can be trusted.
 * - `since`: when the queue was created or last came into doubt, by the clock of Redis.
 * - `server`: the run id of the server that wrote last. A server with another run id started from its disk, or is a replica.
 * - `added`: how many rows were added; `missing`: how many of them have been lost.
 */
export const begin = `
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function serverRun()
  return string.match(redis.call('info', 'server'), 'run_id:(%x+)') or ''
end
local function doubt(kind)
  redis.call('hset', KEYS[3], 'doubt', kind, 'since', now)
end
local function queueId()
  local id, server, since, added, missing =
    unpack(redis.call('hmget', KEYS[3], 'id', 'server', 'since', 'added', 'missing'))
  if not id then return false end
  local run = serverRun()
  if server ~= run then
    redis.call('hset', KEYS[3], 'server', run)
    doubt('restarted')
  elseif tonumber(since) > now then
    redis.call('hset', KEYS[3], 'since', now)
  end
  local gone = math.max(0, tonumber(added) - redis.call('hlen', KEYS[1]))
  if gone > tonumber(missing) then doubt('lost') end
  if gone ~= tonumber(missing) then redis.call('hset', KEYS[3], 'missing', gone) end
  return id
end
local function facts()
  return redis.call('hmget', KEYS[3], 'doubt', 'since', 'missing', 'target', 'sample')
end
`;

/** Returns the facts of the queue, or an empty list if it does not exist. */
export const findQueue = luaScript(`${begin}
local id = queueId()
if not id then return {} end
return {id, now, facts()}
`);

/** Creates a queue with an id, a target and a doubt, unless it exists. */
export const createQueue = luaScript(`${begin}
if queueId() then return 0 end
redis.call('hset', KEYS[3], 'id', ARGV[1], 'target', ARGV[2], 'doubt', ARGV[3], 'since', now, 'server', serverRun(),
  'added', redis.call('hlen', KEYS[1]), 'missing', 0)
return 1
`);

/** Marks the queue with an id as doubtful. */
export const doubtQueue = luaScript(`${begin}
if queueId() ~= ARGV[1] then return 0 end
doubt(ARGV[2])
return 1
`);

/** Accepts the current states of a queue as complete. */
export const trustQueue = luaScript(`${begin}
if not queueId() then return 0 end
redis.call('hset', KEYS[3], 'doubt', '', 'since', now, 'added', redis.call('hlen', KEYS[1]), 'missing', 0)
return 1
`);

/** Returns the facts of the queue and the record of a row. */
export const lookAtRow = luaScript(`${begin}
local id = queueId()
if not id then return {} end
return {id, now, facts(), redis.call('hget', KEYS[1], ARGV[1])}
`);

/**
 * Replaces records, each if it still has the state and the fence number that the caller has seen, and updates the counts. If the caller
 * names when the queue last came into doubt, that must still be true, too: the caller decided by it. Returns for each 1, or -1 if the
 * row is gone, or 0 if another worker has taken the row or the doubt is newer; or an empty list if the queue is not the caller's. The
 * state `done` is written even then: it is final, whichever worker reports it.
 */
export const replaceRows = luaScript(`${begin}
if queueId() ~= ARGV[1] then return {} end
local since = tonumber(redis.call('hget', KEYS[3], 'since'))
local function replace(id, state, fence, record, seenSince)
  local text = redis.call('hget', KEYS[1], id)
  if not text then return -1 end
  local old = cjson.decode(text)
  local new = cjson.decode(record)
  if old.state ~= state or old.fence ~= tonumber(fence) or (seenSince ~= '' and tonumber(seenSince) ~= since) then
    if new.state ~= 'done' or old.state == 'done' then return 0 end
    new.fence = math.max(old.fence, new.fence)
  end
  new.at = now
  redis.call('hset', KEYS[1], id, cjson.encode(new))
  if new.state ~= old.state then
    redis.call('hincrby', KEYS[2], old.state, -1)
    redis.call('hincrby', KEYS[2], new.state, 1)
  end
  return 1
end
local result = {}
for index = 2, #ARGV, 5 do
  table.insert(result, replace(ARGV[index], ARGV[index + 1], ARGV[index + 2], ARGV[index + 3], ARGV[index + 4]))
end
return result
`);

/**
 * Registers rows. Returns for each row whether it has ended (0), is new (1), or is known and has not ended (2); or an empty list if
 * the queue is not the caller's. Rows that were held back become pending again once the queue is trusted.
 */
export const registerRows = luaScript(`${begin}
if queueId() ~= ARGV[1] then return {} end
local isSure = redis.call('hget', KEYS[3], 'doubt') == ''
local result, new = {}, 0
for index = 2, #ARGV, 2 do
  local text = redis.call('hget', KEYS[1], ARGV[index])
  local record = text and cjson.decode(text)
  local line = tonumber(ARGV[index + 1])
  if not record or (record.held and isSure) then
    redis.call('hset', KEYS[1], ARGV[index], cjson.encode({state = 'pending', fence = 0, line = line}))
    redis.call('hincrby', KEYS[2], 'pending', 1)
    if record then redis.call('hincrby', KEYS[2], record.state, -1) end
  end
  if not record then
    new = new + 1
    redis.call('hsetnx', KEYS[3], 'sample', ARGV[index])
    table.insert(result, 1)
  elseif record.state == 'pending' or record.state == 'sending' or (record.held and isSure) then
    table.insert(result, 2)
  else
    table.insert(result, 0)
  end
end
-- New rows first replace missing ones; only the rest counts as added.
local missing = tonumber(redis.call('hget', KEYS[3], 'missing'))
local refilled = math.min(new, missing)
redis.call('hincrby', KEYS[3], 'added', new - refilled)
redis.call('hset', KEYS[3], 'missing', missing - refilled)
return result
`);

/** Returns the facts of the queue and how many rows are in each state. Counts that cannot be right are counted anew. */
export const countRows = luaScript(`${begin}
local id = queueId()
if not id then return {} end
local states = {'pending', 'sending', 'done', 'failed', 'unknown'}
local counts, total, isRight = {}, 0, true
for index, state in ipairs(states) do
  local count = tonumber(redis.call('hget', KEYS[2], state) or 0)
  counts[index] = count
  total = total + count
  if count < 0 then isRight = false end
end
if not isRight or total ~= redis.call('hlen', KEYS[1]) then
  local found = {}
  for _, text in ipairs(redis.call('hvals', KEYS[1])) do
    local state = cjson.decode(text).state
    found[state] = (found[state] or 0) + 1
  end
  for index, state in ipairs(states) do
    counts[index] = found[state] or 0
    redis.call('hset', KEYS[2], state, counts[index])
  end
end
return {id, now, facts(), counts}
`);

/** Returns the queue's id, the server's run id and the part of the rows at a cursor; or an empty list if the queue does not exist. */
export const scanRows = luaScript(`${begin}
local id = queueId()
if not id then return {} end
return {id, serverRun(), redis.call('hscan', KEYS[1], ARGV[1], 'COUNT', 1000)}
`);
