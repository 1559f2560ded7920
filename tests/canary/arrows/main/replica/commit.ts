import { WebSocket } from 'ws';
export const commit = (): unknown => WebSocket;
