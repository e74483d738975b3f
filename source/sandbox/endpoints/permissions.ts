import type { Call } from '../call.ts';
import type { Person } from '../entities.ts';

/** `GET /{user-id}/permissions`: what the person granted or declined, or what a system user's token was made with. */
export function permissions({ world, caller, request }: Call, person: Person): unknown {
	const asked = request.params.get('permission');
	const ofSystemUser = caller?.scopes.map((name) => [name, 'granted'] as const);
	const granted = world.grant(caller?.appId ?? '', person.id)?.permissions ?? [];
	const data = [...(person.systemUserOf === undefined ? granted : (ofSystemUser ?? []))].map(
		([permission, status]) => ({ permission, status }),
	);
	return { data: asked === undefined ? data : data.filter(({ permission }) => permission === asked) };
}

/** `DELETE /{user-id}/permissions`: the app is removed, and all tokens of the person for it end. */
export function deletePermissions({ world, caller }: Call, person: Person): unknown {
	world.removeApp(person.id, caller?.appId ?? '');
	return { success: true };
}

/** `DELETE /{user-id}/permissions/{permission}`. */
export function deletePermission({ world, caller }: Call, person: Person, permission: string): unknown {
	world.removePermission(person.id, caller?.appId ?? '', permission);
	return { success: true };
}
