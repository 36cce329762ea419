DROP INDEX "arrival_due";--> statement-breakpoint
DROP INDEX "outbox_unread";--> statement-breakpoint
DROP INDEX "check_in_open";--> statement-breakpoint
DROP INDEX "person_check_in";--> statement-breakpoint
DROP INDEX "person_helped_until";--> statement-breakpoint
DROP INDEX "timer_due";--> statement-breakpoint
DROP INDEX "visit_due";--> statement-breakpoint
CREATE INDEX "enrolment_expired" ON "enrolment" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "inbox_received" ON "inbox" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "outbox_kept" ON "outbox" USING btree ("created_at") WHERE state <> 'waiting' and (body is not null or lines <> '[]');--> statement-breakpoint
CREATE INDEX "absence_open" ON "absence" USING btree ("until_day") WHERE "absence"."until_day" is not null and ended_at is null;--> statement-breakpoint
CREATE INDEX "arrival_missing" ON "arrival" USING btree ("due_on") WHERE "arrival"."due_on" is not null and reported_at is null;--> statement-breakpoint
CREATE INDEX "arrival_late" ON "arrival" USING btree ("due_on") WHERE "arrival"."due_on" is not null and reported_at is null and late_told_at is null;--> statement-breakpoint
CREATE INDEX "check_in_due" ON "check_in" USING btree ("due_on") WHERE "check_in"."due_on" is not null and state = 'open';--> statement-breakpoint
CREATE INDEX "need_standing" ON "need" USING btree ("ends_on") WHERE "need"."ends_on" is not null and ended_at is null;--> statement-breakpoint
CREATE INDEX "need_ended" ON "need" USING btree ("ended_at") WHERE "need"."ended_at" is not null;--> statement-breakpoint
CREATE INDEX "person_visit_review" ON "person" USING btree ("visit_review_on") WHERE "person"."visit_review_on" is not null and period_ended_at is null;--> statement-breakpoint
CREATE INDEX "task_open" ON "task" USING btree ("kind","person_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "timer_done" ON "timer" USING btree ("due_at") WHERE "timer"."due_at" is not null and state = 'done';--> statement-breakpoint
CREATE INDEX "trigger_ended" ON "trigger" USING btree ("ended_at") WHERE "trigger"."ended_at" is not null;--> statement-breakpoint
CREATE INDEX "visit_record_note" ON "visit_record" USING btree ("at") WHERE note is not null;--> statement-breakpoint
CREATE INDEX "outbox_unread" ON "outbox" USING btree ("sent_at") WHERE state = 'sent' and read_at is null and unread_handled_at is null and not screen and channel_message_id is null;--> statement-breakpoint
CREATE INDEX "check_in_open" ON "check_in" USING btree ("person_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "person_check_in" ON "person" USING btree ("next_check_in_on") WHERE "person"."next_check_in_on" is not null and state = 'agreed' and period_ended_at is null;--> statement-breakpoint
CREATE INDEX "person_helped_until" ON "person" USING btree ("helped_until") WHERE "person"."helped_until" is not null and period_ended_at is null;--> statement-breakpoint
CREATE INDEX "timer_due" ON "timer" USING btree ("due_at") WHERE "timer"."due_at" is not null and state = 'waiting';--> statement-breakpoint
CREATE INDEX "visit_due" ON "visit" USING btree ("due_on") WHERE "visit"."due_on" is not null and state = 'due';