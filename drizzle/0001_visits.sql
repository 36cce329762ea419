CREATE TABLE "calendar_year" (
	"year" smallint PRIMARY KEY NOT NULL,
	"holidays" jsonb NOT NULL,
	"workdays" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "absence" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"from_day" date NOT NULL,
	"until_day" date NOT NULL,
	"substitute_id" uuid,
	"ended_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "arrival" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"due_on" date NOT NULL,
	"number" text NOT NULL,
	"reported_at" timestamp with time zone,
	"staying" text,
	"paper_seen_at" timestamp with time zone,
	"paper_seen_by" uuid,
	"late_told_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "arrival_personId_unique" UNIQUE("person_id"),
	CONSTRAINT "arrival_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "check_in" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"opens_on" date NOT NULL,
	"due_on" date NOT NULL,
	"state" text NOT NULL,
	"feeling" text,
	"call_me" boolean DEFAULT false NOT NULL,
	"answered_at" timestamp with time zone,
	"nudged_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "check_in_once" UNIQUE("person_id","opens_on")
);
--> statement-breakpoint
CREATE TABLE "need" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"stated_by" uuid NOT NULL,
	"stated_at" timestamp with time zone NOT NULL,
	"ends_on" date NOT NULL,
	"ended_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trigger" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"urgent" boolean NOT NULL,
	"reported_by" uuid NOT NULL,
	"reported_at" timestamp with time zone NOT NULL,
	"visit_id" uuid,
	"ended_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "visit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"slot" text NOT NULL,
	"urgent" boolean NOT NULL,
	"opens_on" date NOT NULL,
	"due_on" date NOT NULL,
	"provisional" boolean NOT NULL,
	"state" text NOT NULL,
	"meet_on" date,
	"asked_at" timestamp with time zone,
	"answer" text,
	"listed_on" date,
	"escalated_at" timestamp with time zone,
	"settled_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "visit_once" UNIQUE("person_id","kind","slot")
);
--> statement-breakpoint
CREATE TABLE "visit_record" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"visit_id" uuid,
	"by_account" uuid NOT NULL,
	"outcome" text NOT NULL,
	"happened_on" date NOT NULL,
	"how" text,
	"reason" text,
	"new_due_on" date,
	"needs" jsonb NOT NULL,
	"note" text,
	"at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "needs_person_id" uuid;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "rule" text;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "name_hash" text;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "phone_hash" text;--> statement-breakpoint
ALTER TABLE "consent" ADD COLUMN "account_id" uuid;--> statement-breakpoint
ALTER TABLE "consent" ADD COLUMN "spoken_to" uuid;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "released_on" date;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "helped_until" date;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "period_ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "check_in_every_months" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "next_check_in_on" date;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "reminders_paused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "visit_every_months" smallint DEFAULT 6 NOT NULL;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "visit_review_on" date;--> statement-breakpoint
ALTER TABLE "team_member" ADD COLUMN "state" text DEFAULT 'active' NOT NULL;--> statement-breakpoint
ALTER TABLE "team_member" ADD COLUMN "substitute_for" uuid;--> statement-breakpoint
ALTER TABLE "absence" ADD CONSTRAINT "absence_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absence" ADD CONSTRAINT "absence_substitute_id_account_id_fk" FOREIGN KEY ("substitute_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "arrival" ADD CONSTRAINT "arrival_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_in" ADD CONSTRAINT "check_in_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "need" ADD CONSTRAINT "need_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trigger" ADD CONSTRAINT "trigger_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trigger" ADD CONSTRAINT "trigger_visit_id_visit_id_fk" FOREIGN KEY ("visit_id") REFERENCES "public"."visit"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit" ADD CONSTRAINT "visit_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_record" ADD CONSTRAINT "visit_record_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_record" ADD CONSTRAINT "visit_record_visit_id_visit_id_fk" FOREIGN KEY ("visit_id") REFERENCES "public"."visit"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "absence_of_account" ON "absence" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "absence_of_substitute" ON "absence" USING btree ("substitute_id");--> statement-breakpoint
CREATE INDEX "arrival_due" ON "arrival" USING btree ("due_on");--> statement-breakpoint
CREATE INDEX "check_in_open" ON "check_in" USING btree ("state","due_on");--> statement-breakpoint
CREATE INDEX "need_of_person" ON "need" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "trigger_of_person" ON "trigger" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "visit_due" ON "visit" USING btree ("due_on") WHERE state = 'due';--> statement-breakpoint
CREATE INDEX "visit_record_of_person" ON "visit_record" USING btree ("person_id","happened_on");--> statement-breakpoint
CREATE INDEX "account_name" ON "account" USING btree ("name_hash");--> statement-breakpoint
CREATE INDEX "account_phone" ON "account" USING btree ("phone_hash");--> statement-breakpoint
CREATE INDEX "person_check_in" ON "person" USING btree ("next_check_in_on");--> statement-breakpoint
CREATE INDEX "person_helped_until" ON "person" USING btree ("helped_until");