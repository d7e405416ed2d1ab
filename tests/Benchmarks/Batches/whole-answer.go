// Asks InfluxDB for rows as Kapacitor does, with Go's standard library: the whole answer is decoded into rows of any
// values with numbers as texts, each row becomes a map of its fields and a time; then each is compared, without a lambda.
//
//	go run whole-answer.go URL QUERY
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"syscall"
	"time"
)

type answer struct {
	Results []struct {
		Series []struct {
			Name    string            `json:"name"`
			Tags    map[string]string `json:"tags"`
			Columns []string          `json:"columns"`
			Values  [][]interface{}   `json:"values"`
		} `json:"series"`
	} `json:"results"`
}

type point struct {
	Time   time.Time
	Fields map[string]interface{}
	Tags   map[string]string
}

const rounds = 5

func usage() (u syscall.Rusage) {
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return
}

func cpu() time.Duration {
	u := usage()
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func ask(base, query string) int {
	resp, err := http.PostForm(base+"/query", url.Values{"q": {query}})
	if err != nil {
		panic(err)
	}
	defer resp.Body.Close()
	dec := json.NewDecoder(resp.Body)
	dec.UseNumber()
	var a answer
	if err := dec.Decode(&a); err != nil {
		panic(err)
	}
	n := 0
	for _, r := range a.Results {
		for _, s := range r.Series {
			batch := make([]point, 0, len(s.Values))
			for _, v := range s.Values {
				fields := make(map[string]interface{})
				var t time.Time
				for i, c := range s.Columns {
					value := v[i]
					if value == nil {
						continue
					}
					if c == "time" {
						t, err = time.Parse(time.RFC3339Nano, value.(string))
						if err != nil {
							panic(err)
						}
						continue
					}
					if number, ok := value.(json.Number); ok {
						if f, err := number.Int64(); err == nil {
							value = f
						} else if f, err := number.Float64(); err == nil {
							value = f
						}
					}
					fields[c] = value
				}
				batch = append(batch, point{t, fields, s.Tags})
			}
			for _, p := range batch {
				v, _ := p.Fields["v"].(float64)
				k, _ := p.Fields["n"].(int64)
				if v > 1000 && k > 0 {
					panic("no such value")
				}
				n++
			}
		}
	}
	return n
}

func main() {
	n := ask(os.Args[1], os.Args[2])
	begun, c := time.Now(), cpu()
	for i := 0; i < rounds; i++ {
		ask(os.Args[1], os.Args[2])
	}
	fmt.Printf("the whole answer first, a map for each point, in Go: %.2f CPU s, %.2f s, working set at most %d MB, %d rows\n",
		(cpu()-c).Seconds()/rounds, time.Since(begun).Seconds()/rounds, usage().Maxrss>>10, n)
}
