import type { Town } from '../../support/town.ts';

export async function areaOf(town: Town, name: string): Promise<string> {
  const [row] = await town.rows<{ id: string }>("select id from area where name->>'zh-CN' = $1", [name]);
  if (row === undefined) throw new Error(`no area ${name}`);
  return row.id;
}

export async function departmentOf(town: Town, name: string): Promise<string> {
  const [row] = await town.rows<{ id: string }>("select id from department where name->>'zh-CN' = $1", [name]);
  if (row === undefined) throw new Error(`no department ${name}`);
  return row.id;
}

/** Somebody gets another role: in the area with this name, counted as approved. */
export async function becomes(town: Town, reference: string, role: string, area: string): Promise<void> {
  await town.rows(
    'update membership set role = $1, area_id = $2::uuid, department_id = null where account_id = $3::uuid',
    [role, await areaOf(town, area), town.account(reference).id],
  );
}
