import type { ActionName } from '../actions';
import type { Form } from './form';

/** A form that the client answers, with the name of what answers it. */
export interface ClientForm extends Form {
  readonly action: ActionName;
}
