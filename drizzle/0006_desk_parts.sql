CREATE TABLE "answer_template" (
	"id" uuid PRIMARY KEY NOT NULL,
	"department_id" uuid NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"edited_by" uuid NOT NULL,
	"edited_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff_absence" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"department_id" uuid NOT NULL,
	"substitute_id" uuid NOT NULL,
	"from_day" date NOT NULL,
	"until_day" date NOT NULL,
	"begun_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "import_batch" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"state" text NOT NULL,
	"summary" text NOT NULL,
	"total" integer NOT NULL,
	"chosen" jsonb NOT NULL,
	"prepared" integer DEFAULT 0 NOT NULL,
	"attempted_at" timestamp with time zone,
	"registered" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "import_row" (
	"id" uuid PRIMARY KEY NOT NULL,
	"batch_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"body" text NOT NULL,
	"name_hash" text NOT NULL,
	"phone_hash" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "import_row_line" UNIQUE("batch_id","line")
);
--> statement-breakpoint
CREATE TABLE "setting_version" (
	"id" uuid PRIMARY KEY NOT NULL,
	"setting" text NOT NULL,
	"area_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"version" integer NOT NULL,
	"content" jsonb,
	"before" jsonb,
	"brought_back" integer,
	"note" text,
	"changed_by" uuid,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "setting_version_once" UNIQUE("setting","area_id","subject","version")
);
--> statement-breakpoint
CREATE TABLE "file_closing" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"outcome" text,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
DROP INDEX "person_of_area";--> statement-breakpoint
DROP INDEX "referral_in_queue";--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "merged_into" uuid;--> statement-breakpoint
ALTER TABLE "answer_template" ADD CONSTRAINT "answer_template_department_id_department_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."department"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_absence" ADD CONSTRAINT "staff_absence_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_absence" ADD CONSTRAINT "staff_absence_department_id_department_id_fk" FOREIGN KEY ("department_id") REFERENCES "public"."department"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_absence" ADD CONSTRAINT "staff_absence_substitute_id_account_id_fk" FOREIGN KEY ("substitute_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_batch" ADD CONSTRAINT "import_batch_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_row" ADD CONSTRAINT "import_row_batch_id_import_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."import_batch"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting_version" ADD CONSTRAINT "setting_version_area_id_area_id_fk" FOREIGN KEY ("area_id") REFERENCES "public"."area"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_closing" ADD CONSTRAINT "file_closing_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answer_template_of_department" ON "answer_template" USING btree ("department_id");--> statement-breakpoint
CREATE INDEX "staff_absence_of_account" ON "staff_absence" USING btree ("account_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "staff_absence_of_substitute" ON "staff_absence" USING btree ("substitute_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "staff_absence_open" ON "staff_absence" USING btree ("until_day") WHERE "staff_absence"."until_day" is not null and ended_at is null;--> statement-breakpoint
CREATE INDEX "import_batch_of_account" ON "import_batch" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "import_batch_old" ON "import_batch" USING btree ("created_at") WHERE "import_batch"."created_at" is not null;--> statement-breakpoint
CREATE INDEX "setting_version_area" ON "setting_version" USING btree ("area_id","changed_at","id");--> statement-breakpoint
CREATE INDEX "file_closing_of_person" ON "file_closing" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "file_closing_open" ON "file_closing" USING btree ("person_id") WHERE outcome is null;--> statement-breakpoint
CREATE INDEX "audit_of_reader" ON "audit" USING btree ("actor","at") WHERE reason is not null;--> statement-breakpoint
CREATE INDEX "person_merged" ON "person" USING btree ("merged_into") WHERE merged_into is not null;--> statement-breakpoint
CREATE INDEX "referral_in_hand" ON "referral" USING btree ("claimed_by","department_id","state","urgent","expected_on","id") WHERE claimed_by is not null and state in ('new', 'claimed', 'waitingForPerson', 'answered');--> statement-breakpoint
CREATE INDEX "referral_of_area" ON "referral" USING btree ("area_id","created_at");--> statement-breakpoint
CREATE INDEX "person_of_area" ON "person" USING btree ("area_id","created_at","id");--> statement-breakpoint
CREATE INDEX "referral_in_queue" ON "referral" USING btree ("department_id","state","urgent","expected_on","id") WHERE state in ('new', 'claimed', 'waitingForPerson', 'answered');