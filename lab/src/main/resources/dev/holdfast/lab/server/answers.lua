-- Chooses the region that a client is led to. It follows the table `regions` in the text of a record, and means what DnsTarget
-- says. It must hold no double quote. Comments and line ends are left out when the record is written.

-- Which regions live. PowerDNS says of an address that it was not looked at yet that it is down. So regions count as dead only
-- when there is a second look, which is asked for when the first one found a region, and therefore comes a round later: by then
-- the first round has seen all of them. Until then, and when nothing lives, all count as living: the answer is as in good times.
-- The list that a look gives back is longer than all regions when it found none.
local at={}
for i,r in ipairs(regions) do at[i]=r.address end
local function look(agent) return ifurlup(health,{at,{at[1]}},{selector='all',backupSelector='all',timeout='1',useragent=agent}) end
local up={}
local seen=look('holdfast-dns')
if #seen>#at or #look('holdfast-dns-again')>#at then seen=at end
for _,a in ipairs(seen) do up[a]=true end
local open=false
for _,r in ipairs(regions) do if r.weight>0 and up[r.address] then open=true end end
local function takes(r) return r.weight>0 and (up[r.address] or not open) end

-- A number between 0 and 1 of each pair of client and region, always the same. As no two regions share it, a change of one
-- region's weight moves clients to or from that region alone. Squares below 2^52 are exact.
local P=67108859
local function number(s) local h=7 for _,b in ipairs({s:byte(1,-1)}) do h=(h*31+b)%P end return h end
local client=number(bestwho:toString())
local function chance(r)
  local k=number(r.region)
  local x=(client+k)%P
  for i=1,4 do x=(x*x+k)%P end
  return (x+0.5)/P
end

-- The share that the client's own region keeps.
local home
for _,r in ipairs(regions) do if not home and #r.countries>0 and country(r.countries) then home=r end end
if home and takes(home) and chance(home)*100<home.weight then return home.address end

-- The successor takes the rest; without one, the others do by their weights (rendezvous hashing).
if home then for _,r in ipairs(regions) do if r.region==home.successor and takes(r) then return r.address end end end
local best,most
for _,r in ipairs(regions) do
  if r~=home and takes(r) then
    local s=math.log(chance(r))/r.weight
    if not most or s>most then best,most=r,s end
  end
end
return (best or home).address
