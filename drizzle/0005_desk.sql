CREATE TABLE "desk_login" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"session_id" uuid,
	"link_hash" text,
	"number" text,
	"browser_hash" text,
	"browser" text,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"bound_at" timestamp with time zone,
	"confirmed_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "desk_login_linkHash_unique" UNIQUE("link_hash")
);
--> statement-breakpoint
CREATE TABLE "desk_pin" (
	"id" uuid PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"locked_until" timestamp with time zone,
	"set_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "desk_session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"browser" text NOT NULL,
	"locale" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"stepped_up_until" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "desk_session_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
ALTER TABLE "desk_login" ADD CONSTRAINT "desk_login_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_pin" ADD CONSTRAINT "desk_pin_id_account_id_fk" FOREIGN KEY ("id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desk_session" ADD CONSTRAINT "desk_session_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "desk_login_of_account" ON "desk_login" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "desk_login_of_browser" ON "desk_login" USING btree ("browser_hash") WHERE browser_hash is not null;--> statement-breakpoint
CREATE INDEX "desk_login_expired" ON "desk_login" USING btree ("expires_at") WHERE "desk_login"."expires_at" is not null;--> statement-breakpoint
CREATE INDEX "desk_session_of_account" ON "desk_session" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "desk_session_old" ON "desk_session" USING btree ("created_at") WHERE "desk_session"."created_at" is not null;