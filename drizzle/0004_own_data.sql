CREATE TABLE "audit_seal" (
	"position" integer PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"ids" jsonb NOT NULL,
	"up_to" bigint NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"digest" text NOT NULL,
	"hash" text NOT NULL,
	"purged_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "installation_key" (
	"name" text PRIMARY KEY NOT NULL,
	"wrapped" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "copy_link" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"link_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "copy_link_linkHash_unique" UNIQUE("link_hash")
);
--> statement-breakpoint
ALTER TABLE "account" ALTER COLUMN "key" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "person_id" uuid;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "fields" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "identity" ADD COLUMN "hidden_seq" bigint;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "edit" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "edits" uuid;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "fold_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "installation" ADD COLUMN "audit_seals" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "plainly_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "shielded" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "copy_link" ADD CONSTRAINT "copy_link_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_seal_kept" ON "audit_seal" USING btree ("position") WHERE purged_at is null;--> statement-breakpoint
CREATE INDEX "copy_link_of_account" ON "copy_link" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "copy_link_expired" ON "copy_link" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "audit_of_person" ON "audit" USING btree ("person_id","at") WHERE reason is not null;--> statement-breakpoint
CREATE INDEX "outbox_to_fold" ON "outbox" USING btree ("fold_at") WHERE fold_at is not null;--> statement-breakpoint
CREATE INDEX "outbox_edits" ON "outbox" USING btree ("edits") WHERE edits is not null;--> statement-breakpoint
CREATE INDEX "account_erased" ON "account" USING btree ("erased_at") WHERE "account"."erased_at" is not null;--> statement-breakpoint
CREATE INDEX "consent_of_referral" ON "consent" USING btree ("referral_id") WHERE referral_id is not null;