import type { Invalidator, Queue, Topic } from '../ports';

export class MemoryQueue<Message> implements Queue<Message> {
  readonly messages: Message[] = [];

  send(message: Message): Promise<void> {
    this.messages.push(message);
    return Promise.resolve();
  }
}

export class MemoryTopic implements Topic {
  readonly mails: { readonly subject: string; readonly text: string }[] = [];

  publish(subject: string, text: string): Promise<void> {
    this.mails.push({ subject, text });
    return Promise.resolve();
  }
}

export class MemoryInvalidator implements Invalidator {
  readonly requests: { readonly tags: readonly string[]; readonly reference: string }[] = [];

  invalidate(tags: readonly string[], reference: string): Promise<void> {
    this.requests.push({ tags, reference });
    return Promise.resolve();
  }
}
