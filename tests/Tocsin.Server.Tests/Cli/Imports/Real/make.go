// Makes kapacitor.db.gz: what Kapacitor keeps, in a file of the real Bolt and in the encoding of the real gob.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/gob"
	"fmt"
	"os"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"
)

type dbrp struct {
	Database        string
	RetentionPolicy string
}

type variable struct {
	BoolValue     bool
	IntValue      int64
	FloatValue    float64
	StringValue   string
	RegexValue    string
	DurationValue time.Duration
	LambdaValue   string
	ListValue     []variable
	Type          int
	Description   string
}

type task struct {
	ID          string
	Type        int
	DBRPs       []dbrp
	TICKscript  string
	TemplateID  string
	Vars        map[string]variable
	Error       string
	Status      int
	Created     time.Time
	Modified    time.Time
	LastEnabled time.Time
}

type template struct {
	ID         string
	Type       int
	TICKscript string
	Error      string
	Created    time.Time
	Modified   time.Time
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func encoded(value interface{}) []byte {
	var buffer bytes.Buffer
	check(gob.NewEncoder(&buffer).Encode(value))
	return buffer.Bytes()
}

func main() {
	name := os.Args[1]
	os.Remove(name)
	db, err := bolt.Open(name, 0600, nil)
	check(err)
	at := time.Date(2026, 1, 31, 12, 0, 0, 5, time.UTC)
	put := func(key string, value []byte, buckets ...string) {
		check(db.Update(func(tx *bolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists([]byte(buckets[0]))
			check(err)
			for _, inner := range buckets[1:] {
				bucket, err = bucket.CreateBucketIfNotExists([]byte(inner))
				check(err)
			}
			return bucket.Put([]byte(key), value)
		}))
	}

	for i := 0; i < 300; i++ {
		id := fmt.Sprintf("t%03d", i)
		put("/tasks/data/"+id, encoded(task{ID: id, DBRPs: []dbrp{{"db", "rp"}}, TICKscript: fmt.Sprintf("stream\n    |from()\n        .measurement('m%d')\n", i), Status: i % 2, Created: at, Modified: at}), "task_store")
		put("/tasks/indexes/id/"+id, []byte(id), "task_store")
	}

	put("/templates/data/generic", encoded(template{ID: "generic", TICKscript: "// Which one\nvar m string\nvar limit = 5\nstream|from().measurement(m)|where(lambda: \"v\" > limit)", Created: at}), "task_store")
	put("/templates/indexes/id/generic", []byte("generic"), "task_store")
	put("/templates/tasks/generic/of", []byte("of"), "task_store")
	put("/tasks/data/of", encoded(task{
		ID: "of", Type: 0, DBRPs: []dbrp{{"db", "rp"}, {"other", ""}}, TICKscript: "// Which one\nvar m string\nvar limit = 5\nstream|from().measurement(m)|where(lambda: \"v\" > limit)", TemplateID: "generic", Status: 1,
		Vars: map[string]variable{
			"m":     {Type: 4, StringValue: "mem", Description: "Which one"},
			"limit": {Type: 2, IntValue: -7},
			"d":     {Type: 6, DurationValue: 5 * time.Minute},
			"f":     {Type: 3, FloatValue: 2.5},
			"b":     {Type: 1, BoolValue: true},
			"l":     {Type: 8, ListValue: []variable{{Type: 4, StringValue: "host"}, {Type: 9}}},
		},
		Created: at, Modified: at, LastEnabled: at,
	}), "task_store")
	long := strings.Repeat("// A line that makes the script longer than a page.\n", 400)
	put("/tasks/data/long", encoded(task{ID: "long", Type: 1, DBRPs: []dbrp{{"db", "rp"}}, TICKscript: long + "batch|query('SELECT mean(v) FROM db.rp.cpu').period(1m).every(1m)"}), "task_store")

	put("/handlers/data/cpu/lg", []byte(`{"version":2,"value":{"id":"lg","topic":"cpu","kind":"log","options":{"path":"/tmp/cpu.log"},"match":"changed() == TRUE"}}`), "alert_store")
	put("/handlers/indexes/id/cpu/lg", []byte("cpu/lg"), "alert_store")
	put("/topics/data/cpu", []byte(`{"version":1,"value":{"topic":"cpu","event-states":{"cpu:host=a":{"message":"a is CRITICAL","details":"<b>a</b>","time":"2026-01-31T12:00:00.000000005Z","duration":60000000000,"level":"CRITICAL"},"cpu:host=b":{"message":"b is OK","details":"","time":"2026-01-31T12:00:00Z","duration":0,"level":"OK"}}}}`), "alert_store")
	put("/topics/indexes/id/cpu", []byte("cpu"), "alert_store")
	put("disk full", []byte(`{"message":"d","details":"","time":"2026-01-31T12:00:00Z","duration":5,"level":"WARNING"}`), "topic_states_store", "disk")
	put("slack/", []byte{}, "none")
	put("/overrides/data/httppost/hook", []byte(`{"version":1,"value":{"id":"httppost/hook","options":{"basic-auth":{"password":"secret","username":"u"},"endpoint":"hook","url":"http://127.0.0.1:1/"},"create":true}}`), "config_overrides")
	put("/overrides/indexes/id/httppost/hook", []byte("httppost/hook"), "config_overrides")
	put("topic_store_version", []byte("2"), "versions")
	put("alert_topic_handler_specs", []byte("1"), "versions")
	put("/recordings/data/r1", encoded(struct{ ID string }{"r1"}), "recording_store")
	put("/snapshots/data/t000", encoded(struct{ NodeSnapshots map[string][]byte }{map[string][]byte{"a": {1, 2}}}), "task_store")
	check(db.Close())

	whole, err := os.ReadFile(name)
	check(err)
	out, err := os.Create(name + ".gz")
	check(err)
	packed, err := gzip.NewWriterLevel(out, gzip.BestCompression)
	check(err)
	_, err = packed.Write(whole)
	check(err)
	check(packed.Close())
	check(out.Close())
}
