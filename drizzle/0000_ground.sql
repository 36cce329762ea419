CREATE SEQUENCE "public"."said" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject_id" uuid
);
--> statement-breakpoint
CREATE TABLE "code_attempt" (
	"id" uuid PRIMARY KEY NOT NULL,
	"identity_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dialogue" (
	"identity_id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"screen_id" uuid,
	"focus_referral_id" uuid,
	"form" boolean NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"lease_until" timestamp with time zone,
	"lease_by" text
);
--> statement-breakpoint
CREATE TABLE "enrolment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"link_hash" text NOT NULL,
	"spoken_hash" text NOT NULL,
	"made_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"replaced_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "enrolment_linkHash_unique" UNIQUE("link_hash"),
	CONSTRAINT "enrolment_spokenHash_unique" UNIQUE("spoken_hash")
);
--> statement-breakpoint
CREATE TABLE "identity" (
	"id" uuid PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"external_id" text NOT NULL,
	"account_id" uuid,
	"locale" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"unreachable_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "identity_on_channel" UNIQUE("channel","external_id")
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"channel" text NOT NULL,
	"external_id" text NOT NULL,
	"identity_id" uuid,
	"seq" bigint NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"body" text,
	"error" text,
	CONSTRAINT "inbox_channel_external_id_pk" PRIMARY KEY("channel","external_id")
);
--> statement-breakpoint
CREATE TABLE "mailbox" (
	"identity_id" uuid PRIMARY KEY NOT NULL,
	"urgent" boolean NOT NULL,
	"send_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seq" bigserial NOT NULL,
	"identity_id" uuid,
	"account_id" uuid,
	"lines" jsonb NOT NULL,
	"choices" jsonb NOT NULL,
	"urgent" boolean NOT NULL,
	"screen" boolean NOT NULL,
	"discreet" boolean NOT NULL,
	"folded" boolean DEFAULT false NOT NULL,
	"needs_department_id" uuid,
	"due_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"error" text,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"sent_seq" bigint,
	"channel_message_id" text,
	"body" text,
	"read_at" timestamp with time zone,
	"unread_handled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"phone" text,
	"locale" text NOT NULL,
	"state" text NOT NULL,
	"reference" text,
	"created_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "account_reference_unique" UNIQUE("reference")
);
--> statement-breakpoint
CREATE TABLE "area" (
	"id" uuid PRIMARY KEY NOT NULL,
	"parent_id" uuid,
	"path" text NOT NULL,
	"level" text NOT NULL,
	"name" jsonb NOT NULL,
	"address" jsonb NOT NULL,
	"phone" text NOT NULL,
	CONSTRAINT "area_path_unique" UNIQUE("path"),
	CONSTRAINT "area_name_in_parent" UNIQUE("parent_id","name")
);
--> statement-breakpoint
CREATE TABLE "department" (
	"id" uuid PRIMARY KEY NOT NULL,
	"area_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" jsonb NOT NULL,
	"address" jsonb NOT NULL,
	"duty_phone" text NOT NULL,
	"office_hours" jsonb NOT NULL,
	CONSTRAINT "department_kind_in_area" UNIQUE("area_id","kind")
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"clock_offset_seconds" integer DEFAULT 0 NOT NULL,
	"directory_version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "installation_is_one" CHECK ("installation"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "membership" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"role" text NOT NULL,
	"area_id" uuid NOT NULL,
	"department_id" uuid,
	"state" text NOT NULL,
	"proposed_by" uuid,
	"approved_by" text,
	"created_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "route" (
	"kind" text NOT NULL,
	"area_id" uuid NOT NULL,
	"department_id" uuid NOT NULL,
	CONSTRAINT "route_kind_area_id_pk" PRIMARY KEY("kind","area_id")
);
--> statement-breakpoint
CREATE TABLE "consent" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"department_id" uuid,
	"referral_id" uuid,
	"fields" jsonb NOT NULL,
	"wording" text NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"area_id" uuid NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "person_accountId_unique" UNIQUE("account_id")
);
--> statement-breakpoint
CREATE TABLE "team_member" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "referral" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"person_id" uuid NOT NULL,
	"area_id" uuid NOT NULL,
	"department_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"urgent" boolean NOT NULL,
	"claimed_by" uuid,
	"filed_by" uuid NOT NULL,
	"answers" text NOT NULL,
	"expected_on" date NOT NULL,
	"provisional" boolean NOT NULL,
	"paused_on" date,
	"first_word_at" timestamp with time zone,
	"helped" boolean,
	"created_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "referral_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "referral_event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"referral_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"by_account" uuid,
	"at" timestamp with time zone NOT NULL,
	"text" text,
	"data" jsonb NOT NULL,
	CONSTRAINT "referral_event_position" UNIQUE("referral_id","position")
);
--> statement-breakpoint
CREATE TABLE "task" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"area_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"slot" text NOT NULL,
	"state" text NOT NULL,
	"outcome" text,
	"closed_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "timer" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rule" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"slot" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity" ADD CONSTRAINT "identity_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "department" ADD CONSTRAINT "department_area_id_area_id_fk" FOREIGN KEY ("area_id") REFERENCES "public"."area"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_area_id_area_id_fk" FOREIGN KEY ("area_id") REFERENCES "public"."area"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_department_id_department_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."department"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "route" ADD CONSTRAINT "route_department_id_department_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."department"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_area_id_area_id_fk" FOREIGN KEY ("area_id") REFERENCES "public"."area"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral" ADD CONSTRAINT "referral_department_id_department_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."department"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_event" ADD CONSTRAINT "referral_event_referral_id_referral_id_fk" FOREIGN KEY ("referral_id") REFERENCES "public"."referral"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task" ADD CONSTRAINT "task_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "code_attempt_of_identity" ON "code_attempt" USING btree ("identity_id","at");--> statement-breakpoint
CREATE INDEX "code_attempt_at" ON "code_attempt" USING btree ("at");--> statement-breakpoint
CREATE INDEX "enrolment_of_account" ON "enrolment" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "identity_of_account" ON "identity" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "inbox_of_identity" ON "inbox" USING btree ("identity_id","seq") WHERE body is not null;--> statement-breakpoint
CREATE INDEX "mailbox_due" ON "mailbox" USING btree ("urgent" DESC NULLS LAST,"send_at") WHERE send_at is not null;--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("identity_id","seq") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "outbox_of_identity" ON "outbox" USING btree ("identity_id","sent_seq") WHERE sent_seq is not null;--> statement-breakpoint
CREATE INDEX "outbox_unread" ON "outbox" USING btree ("sent_at") WHERE state = 'sent' and read_at is null and unread_handled_at is null and not screen;--> statement-breakpoint
CREATE INDEX "membership_of_account" ON "membership" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "membership_of_department" ON "membership" USING btree ("department_id");--> statement-breakpoint
CREATE INDEX "membership_of_area" ON "membership" USING btree ("area_id");--> statement-breakpoint
CREATE INDEX "consent_of_person" ON "consent" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "person_of_area" ON "person" USING btree ("area_id");--> statement-breakpoint
CREATE INDEX "team_member_of_account" ON "team_member" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "team_member_of_person" ON "team_member" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "referral_of_person" ON "referral" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "referral_in_queue" ON "referral" USING btree ("department_id","state","expected_on");--> statement-breakpoint
CREATE INDEX "referral_in_area" ON "referral" USING btree ("area_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "task_once" ON "task" USING btree ("kind","person_id","slot");--> statement-breakpoint
CREATE INDEX "task_in_area" ON "task" USING btree ("area_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "timer_once" ON "timer" USING btree ("rule","subject_id","slot");--> statement-breakpoint
CREATE INDEX "timer_due" ON "timer" USING btree ("due_at") WHERE state = 'waiting';