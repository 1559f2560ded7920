/** The first start on a laptop: three ways in, then who you are, then a PIN. */
import { useState } from 'react';
import type { DemoPerson } from '../../../protocol/ipc/api.ts';
import { useAppState } from '../../app/state.tsx';
import { trpc } from '../../ipc/client.ts';
import { Gate } from '../../ui/Gate.tsx';
import { ChoosePerson } from './ChoosePerson.tsx';
import { ChoosePin } from './ChoosePin.tsx';
import { ChooseWay } from './ChooseWay.tsx';
import { ConnectServer } from './ConnectServer.tsx';
import { Journey } from './Journey.tsx';

type Step =
  | { readonly at: 'way' }
  | { readonly at: 'person' }
  | { readonly at: 'pin'; readonly person: DemoPerson }
  | { readonly at: 'server' };

const PROMISE = 'Your work stays put, whatever the network does.';

export function FirstRunScreen() {
  const { version, demoOffered, serverHint } = useAppState();
  const [step, setStep] = useState<Step>({ at: 'way' });
  const back = (): void => setStep({ at: 'way' });
  const frame = { promise: PROMISE, beneath: <Journey />, foot: `Holdfast ${version} · works without a network` };

  switch (step.at) {
    case 'way':
      return (
        <Gate
          {...frame}
          title="Set up this laptop"
          about={
            demoOffered
              ? 'You can look around with the demo hospital and connect later.'
              : 'Once enrolled, it works without a network.'
          }
        >
          <ChooseWay
            demoOffered={demoOffered}
            demo={() => setStep({ at: 'person' })}
            server={() => setStep({ at: 'server' })}
          />
        </Gate>
      );
    case 'person':
      return (
        <Gate
          {...frame}
          title="Who are you in the demo hospital?"
          about="Each of them sees other sites and other work."
        >
          <ChoosePerson back={back} pick={(person) => setStep({ at: 'pin', person })} />
        </Gate>
      );
    case 'pin':
      return (
        <Gate
          {...frame}
          title={`A PIN for ${step.person.name}`}
          about="It unlocks this laptop, also without a network."
        >
          <ChoosePin
            says="Start as this person"
            back={() => setStep({ at: 'person' })}
            done={(pin) => trpc.session.enrolDemo.mutate({ person: step.person.id, pin })}
          />
        </Gate>
      );
    case 'server':
      return (
        <Gate
          {...frame}
          title="Connect to your server"
          about="The operator gives you the address and a code that enrols this one laptop."
        >
          <ConnectServer hint={serverHint} back={back} />
        </Gate>
      );
  }
}
