import { luaScript } from "@kelaskit/core/node";
import { begin } from "../row-scripts.ts";
import { enrollmentStates } from "./stored-enrollment.ts";

/**
 * The beginning of every script of a service. KEYS: the rows, the outbox (the jobs that may not have been added yet, by the time
 * of their rows), the facts of the queue, for each state the ids of its rows by their places, and the ids of pending rows by the time
 * since which they wait. ARGV[1] is the id of the queue: a script returns an empty list if the queue is another, or is gone.
 */
const beginService = `${begin}
local states = {${enrollmentStates.map((state) => `'${state}'`).join(", ")}}
local keyOf = {}
for index, state in ipairs(states) do keyOf[state] = KEYS[index + 3] end
local waiting = KEYS[#KEYS]
local id = queueId()
if id ~= ARGV[1] then return {} end
local function answer(...)
  return {id, now, facts(), ...}
end
local function wait(row, record)
  redis.call('zadd', waiting, record.renewedAt or record.addedAt, row)
end
local function put(row, old, new)
  new.at = now
  local text = cjson.encode(new)
  redis.call('hset', KEYS[1], row, text)
  if not old or old.state ~= new.state then
    if old then redis.call('zrem', keyOf[old.state], row) end
    redis.call('zadd', keyOf[new.state], new.place, row)
    if new.state == 'pending' then wait(row, new) else redis.call('zrem', waiting, row) end
  end
  return text
end
local function queue(row, turn)
  redis.call('zadd', KEYS[2], now, row .. '-' .. string.format('%d', turn))
end
local function isFull(limit)
  return redis.call('zcard', keyOf.pending) >= tonumber(limit)
end
local function isWhole()
  return tonumber(redis.call('hget', KEYS[3], 'missing')) == 0
end
`;

/** ARGV: queue, row, its new record, how many may be pending. Returns `new`, `known`, `full` or `missing`, and the record. */
export const addEnrollment = luaScript(`${beginService}
local text = redis.call('hget', KEYS[1], ARGV[2])
if text then return answer('known', text) end
if not isWhole() then return answer('missing') end
if isFull(ARGV[4]) then return answer('full') end
local new = cjson.decode(ARGV[3])
new.place = redis.call('hincrby', KEYS[3], 'places', 1)
new.addedAt = now
redis.call('hincrby', KEYS[3], 'added', 1)
queue(ARGV[2], new.turn)
return answer('new', put(ARGV[2], nil, new))
`);

/**
 * Changes a row as a user wishes, if it still has the state and the fence that the caller has seen. ARGV: queue, row, state, fence,
 * the move, how many may be pending. Returns `moved`, `conflict`, `full` or `missing`, and the record.
 */
export const moveEnrollment = luaScript(`${beginService}
local text = redis.call('hget', KEYS[1], ARGV[2])
if not text then return answer('missing') end
local old = cjson.decode(text)
if old.state ~= ARGV[3] or old.fence ~= tonumber(ARGV[4]) then return answer('conflict', text) end
local move = cjson.decode(ARGV[5])
if move.to == 'pending' and isFull(ARGV[6]) then return answer('full') end
local new = cjson.decode(text)
new.state, new.fence, new.reason = move.to, old.fence + 1, move.reason
new.detail, new.asked, new.held = nil, nil, nil
if move.operation and move.operation ~= old.operation then
  new.operation, new.operationFence = move.operation, new.fence
end
for name, value in pairs(move.stored or {}) do new[name] = value end
if move.to == 'pending' then
  new.turn, new.endedAt, new.repetitions, new.lostAnswers = old.turn + 1, nil, nil, nil
  new.renewedAt = now
  queue(ARGV[2], new.turn)
else
  new.endedAt = now
end
return answer('moved', put(ARGV[2], old, new))
`);

/** ARGV: queue, row. Returns the record, or an empty text. */
export const lookAtEnrollment = luaScript(`${beginService}
return answer(redis.call('hget', KEYS[1], ARGV[2]) or '')
`);

/**
 * Replaces what a worker writes of records, each if the row still has the state, the fence and the turn that the worker has seen. ARGV:
 * queue, then for each row its id, state, fence, turn, what the worker writes, and when the queue last came into doubt if that must
 * still be so. Returns `written`, `taken` or `lost` for each, and the records. The state `done` is written even if the row was taken,
 * unless another operation has begun since: it is final, whichever worker reports it.
 */
export const replaceEnrollments = luaScript(`${beginService}
local kept = {'key', 'operation', 'turn', 'operationFence', 'place', 'text', 'content', 'reference', 'attempts', 'addedAt', 'sentAt',
  'sentBefore', 'takenAt', 'renewedAt'}
local since = tonumber(redis.call('hget', KEYS[3], 'since'))
local function replace(row, state, fence, turn, record, seenSince)
  local text = redis.call('hget', KEYS[1], row)
  if not text then return 'lost', '' end
  local old, new = cjson.decode(text), cjson.decode(record)
  local isSeen = old.state == state and old.fence == tonumber(fence) and old.turn == tonumber(turn)
  if not isSeen or (seenSince ~= '' and tonumber(seenSince) ~= since) then
    if new.state ~= 'done' or old.state == 'done' or new.fence <= old.operationFence then return 'taken', '' end
    new.fence = math.max(old.fence, new.fence)
  end
  for _, name in ipairs(kept) do new[name] = old[name] end
  new.vendorId = new.vendorId or old.vendorId
  if new.state == 'sending' and new.fence > old.fence then
    new.attempts, new.sentAt, new.sentBefore, new.takenAt = old.attempts + 1, now, old.sentAt, now
  elseif old.state == 'sending' and new.state == 'pending' and not new.reason then
    -- Given back, and nothing was carried out: as if it had not been taken.
    new.attempts, new.sentAt = old.attempts - 1, old.sentBefore
  end
  if new.state ~= 'pending' and new.state ~= 'sending' then new.endedAt = now end
  return 'written', put(row, old, new)
end
local replacements, texts = {}, {}
for index = 2, #ARGV, 6 do
  local replacement, text = replace(unpack(ARGV, index, index + 5))
  table.insert(replacements, replacement)
  table.insert(texts, text)
end
return answer(replacements, texts)
`);

/** ARGV: queue, the place after which to begin, how many, states. Returns ids and records in the order of their places. */
export const pageOfEnrollments = luaScript(`${beginService}
local found = {}
for index = 4, #ARGV do
  local rows = redis.call('zrangebyscore', keyOf[ARGV[index]], '(' .. ARGV[2], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[3])
  for position = 1, #rows, 2 do table.insert(found, {tonumber(rows[position + 1]), rows[position]}) end
end
table.sort(found, function(one, other) return one[1] < other[1] end)
local page = {}
for position = 1, math.min(#found, tonumber(ARGV[3])) do
  table.insert(page, found[position][2])
  table.insert(page, redis.call('hget', KEYS[1], found[position][2]) or '')
end
return answer(page)
`);

/**
 * Returns how many rows are in each state, and the record of the pending one that has waited longest. States that do not fit the rows
 * are gathered anew, and so are pending rows by age, which processes of an earlier version do not record.
 */
export const sumUpEnrollments = luaScript(`${beginService}
local function countAll()
  local counts, total = {}, 0
  for index, state in ipairs(states) do
    counts[index] = redis.call('zcard', keyOf[state])
    total = total + counts[index]
  end
  return counts, total
end
local counts, total = countAll()
if total ~= redis.call('hlen', KEYS[1]) then
  for _, state in ipairs(states) do redis.call('del', keyOf[state]) end
  local rows = redis.call('hgetall', KEYS[1])
  for position = 1, #rows, 2 do
    local record = cjson.decode(rows[position + 1])
    redis.call('zadd', keyOf[record.state], record.place, rows[position])
  end
  counts = countAll()
end
local function oldestPending()
  local row = redis.call('zrange', waiting, 0, 0)[1]
  return row and redis.call('zscore', keyOf.pending, row) and redis.call('hget', KEYS[1], row) or ''
end
local pending = redis.call('zcard', keyOf.pending)
local oldest = oldestPending()
if redis.call('zcard', waiting) ~= pending or (oldest == '') ~= (pending == 0) then
  redis.call('del', waiting)
  for _, row in ipairs(redis.call('zrange', keyOf.pending, 0, -1)) do
    local text = redis.call('hget', KEYS[1], row)
    if text then wait(row, cjson.decode(text)) end
  end
  oldest = oldestPending()
end
return answer(counts, oldest)
`);
