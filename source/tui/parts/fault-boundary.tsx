import { Component, type ReactNode } from 'react';

export type FaultBoundaryProps = { onFault: (error: unknown) => void; children: ReactNode };

/** Takes what components throw. Nothing of it is painted: a message may hold anything. */
export class FaultBoundary extends Component<FaultBoundaryProps, { isBroken: boolean }> {
	override state = { isBroken: false };

	static getDerivedStateFromError() {
		return { isBroken: true };
	}

	override componentDidCatch(error: unknown): void {
		this.props.onFault(error);
	}

	override render(): ReactNode {
		return this.state.isBroken ? null : this.props.children;
	}
}
