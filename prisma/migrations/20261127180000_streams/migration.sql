-- Of subscriptions that are read as a stream: nothing is sent.
ALTER TYPE "delivery_state" ADD VALUE 'kept';
