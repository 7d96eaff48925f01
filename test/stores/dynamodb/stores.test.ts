import { startTable } from '../../support/dynalite';
import { contractsOn } from './contracts';

contractsOn('the table', startTable, 5);
