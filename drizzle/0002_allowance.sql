CREATE TABLE "channel_pace" (
	"channel" text PRIMARY KEY NOT NULL,
	"free_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chat_pace" (
	"identity_id" uuid PRIMARY KEY NOT NULL,
	"free_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "mailbox_due";--> statement-breakpoint
ALTER TABLE "mailbox" ADD COLUMN "channel" text;--> statement-breakpoint
UPDATE "mailbox" SET "channel" = coalesce((SELECT "channel" FROM "identity" WHERE "id" = "identity_id"), 'web');--> statement-breakpoint
ALTER TABLE "mailbox" ALTER COLUMN "channel" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "chat_pace_free" ON "chat_pace" USING btree ("free_at");--> statement-breakpoint
CREATE INDEX "mailbox_due" ON "mailbox" USING btree ("channel","urgent","send_at") WHERE send_at is not null;