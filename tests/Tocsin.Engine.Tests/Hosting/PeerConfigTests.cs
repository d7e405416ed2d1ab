using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Hosting.Peer;

namespace Tocsin.Engine.Tests.Hosting;

public sealed class PeerConfigTests
{
    [Fact]
    public void Keys_tables_and_lists_of_tables_are_read()
    {
        var config = Parse("""
            hostname = "h"
            data_dir = "/d"
            [stats]
              stats-interval = "30s"
            [[httppost]]
              endpoint = "a"
              url = "http://a/"
              [httppost.headers]
                X_y = "z"
            [[httppost]]
              endpoint = "b"
              url = "http://b/"
              row-template = ""
              basic-auth = { username = "u", password = "p" }
            """);

        Lines(config).Should().BeEmpty();
        config.Options.Should().BeEquivalentTo(new { Hostname = "h", DataDir = "/d" });
        config.Options.Stats.StatsInterval.Should().Be(TimeSpan.FromSeconds(30));
        YamlOf(config).Should().Be("""
            hostname: h
            data-dir: /d
            stats:
              stats-interval: '30s'
            httppost:
              - endpoint: a
                url: http://a/
                headers:
                  X_y: z
              - endpoint: b
                url: http://b/
                row-template: ''
                basic-auth:
                  username: u
                  password: p

            """);
    }

    [Theory]
    [InlineData("[http]\nbind-addres = \":1\"", "kapacitor.conf:2:1: section 'http' has no option 'bind-addres', it is ignored; did you mean 'bind-address'?", true)]
    [InlineData("[alert]\npersist-topics = false", "kapacitor.conf:2:1: option 'alert.persist-topics' has no effect here: *", true)]
    [InlineData("[auth]\nenabled = true", "kapacitor.conf:2:1: option 'auth.enabled' has no effect here: *tocsin users add*", false)]
    [InlineData("[[azure]]\nenabled = true\nid = \"a\"\nclient-secret = \"s\"", "kapacitor.conf:1:*: section 'azure' is read, and finds no targets for scrapers here: list them in a section static-discovery*file-discovery", true)]
    [InlineData("[[scraper]]\nenabled = true\nname = \"s\"\ndb = \"d\"\ndiscoverer-id = \"c\"\ndiscoverer-service = \"consul\"", "kapacitor.conf:6:*: option 'scraper.discoverer-service' is 'consul', which finds no targets here: *file-discovery", true)]
    [InlineData("[sensuous]\nenabled = true", "kapacitor.conf:1:2: no loaded plugin reads the section 'sensuous'*", true)]
    [InlineData("[httpots]\nurl = \"x\"", "kapacitor.conf:1:2: no loaded plugin reads the section 'httpots'; did you mean 'httppost'?", true)]
    [InlineData("[htp]\nbind-address = \":1\"", "kapacitor.conf:1:2: no loaded plugin reads the section 'htp'; did you mean 'http'?", true)]
    [InlineData("[httpost]\nenabled = false", "kapacitor.conf:1:2: no loaded plugin reads the section 'httpost'; did you mean 'httppost'?", true)]
    [InlineData("[stats]\nstats-interval = 5", "kapacitor.conf:2:18: option 'stats.stats-interval' must be a duration*", false)]
    [InlineData("hostnam = \"x\"", "kapacitor.conf:1:1: there is no option 'hostnam'*'hostname'*", true)]
    [InlineData("hostname = \"h\"\n[influxdb\nx = 1", "kapacitor.conf:2:1: not valid TOML: the name of a section ends on its line, with as many ']' as '[' begin it: [influxdb], or [[influxdb]] for one of several", false)]
    [InlineData("[[influxdb]\nx = 1", "kapacitor.conf:1:1: not valid TOML: the name of a section ends on its line*", false)]
    [InlineData("[http]\nlog = \"[[\" # ]\nb = [1, 2]]", "kapacitor.conf:3:11: not valid TOML: there is no '[' before this ']': take it away, or add the other", false)]
    [InlineData("b = [1,\n2\n[http]\nc = 1", "kapacitor.conf:1:5: not valid TOML: no ']' follows that ends this '[': add it", false)]
    [InlineData("[udf.functions.f]\nprg = \"/x\"", "kapacitor.conf:2:1: section 'udf.functions.f' has no option 'prg', it is ignored; did you mean 'prog'?", true)]
    [InlineData("[http\nbind = 1", "kapacitor.conf:1:*: not valid TOML: *", false)]
    [InlineData("a = 1\n[a]\nb = 2", "kapacitor.conf:*", false)]
    public void What_has_no_effect_or_is_wrong_is_told_with_its_line(string text, string problem, bool isWarning)
    {
        var problems = Parse(text).ProblemsFor(HandlerKinds.BuiltIn);

        problems.Should().Contain(one => one.IsWarning == isWarning);
        problems.Select(one => one.ToString()).Should().ContainMatch(problem);
    }

    [Theory]
    [InlineData("[task]\ndir = \"x\"\n[storage]\nboltdb = \"y\"\n[reporting]\nenabled = true\n[alert]\npersist-topics = true")]
    [InlineData("[hipchat]\nenabled = false\nurl = \"\"")]
    [InlineData("[http]\nauth-enabled = false\nshared-secret = \"\"")]
    public void What_asks_for_nothing_that_is_missing_is_silent(string text) => Lines(Parse(text)).Should().BeEmpty();

    [Theory]
    [InlineData("[storage]\nboltdb = \"y\"", "kapacitor.conf:1:2: section 'storage': nothing of it has an effect here, and nothing is missing without it: it may stay or go")]
    [InlineData("[reporting]\nenabled = true", "kapacitor.conf:1:2: section 'reporting': nothing of it has an effect here, and nothing is missing without it: it may stay or go")]
    [InlineData("[auth]\nenabled = false\n[fluxtask]\nenabled = false", "kapacitor.conf:1:2: section 'auth': nothing of it has an effect here, and nothing is missing without it: it may stay or go|kapacitor.conf:3:2: section 'fluxtask': nothing of it has an effect here, and nothing is missing without it: it may stay or go")]
    [InlineData("[http]\nbind-address = \":1\"\nwrite-tracing = false", "kapacitor.conf:3:1: option 'http.write-tracing' has no effect here, and nothing is missing without it: it may stay or go")]
    [InlineData("[http]\nbind-address = \":1\"\nwrite-tracing = true", "")]
    [InlineData("[stats]\nstats-interval = \"5s\"", "")]
    [InlineData("hostname = \"h\"", "")]
    public void What_asks_for_nothing_and_has_no_effect_is_named_to_whoever_asks(string text, string lines) =>
        string.Join('|', Parse(text).WithoutEffect(HandlerKinds.BuiltIn)).Should().Be(lines);

    [Fact]
    public void Of_TOML_that_is_not_valid_the_first_lines_are_reported_in_their_order()
    {
        var text = "hostname = \"h\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"[a{i}]\nurl = \"http://x:{i}/\"\nto = [\"a@b\"]\nb = = 1\n"));

        var problems = Parse(text).Problems;

        problems.Should().HaveCount(4);
        problems.Take(3).Select(problem => problem.Place!.Line).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems().And.StartWith(1);
        problems[3].ToString().Should().MatchRegex("^kapacitor.conf: [0-9]+ more lines are not valid, which may follow from these$");
    }

    [Fact]
    public void What_is_nested_too_deeply_is_a_mistake_like_others() =>
        Parse("x = " + new string('[', 20_000)).Problems.Should().ContainSingle().Which.ToString().Should().StartWith("kapacitor.conf:1:69: lists and tables are nested deeper than 64 levels");

    [Fact]
    public void A_section_that_is_there_already_is_not_quoted_whole()
    {
        var problem = Parse("[http]\nbind-address = \":1\"\nlog-enabled = true\n\n[http]\nbind-address = \":2\"").Problems.Should().ContainSingle().Subject.ToString();

        problem.Should().EndWith("already defined at (1,1) with `[http]…` and cannot be redefined");
    }

    [Fact]
    public void The_environment_stands_over_the_file()
    {
        var config = Parse(
            """
            hostname = "h"
            [[httppost]]
              endpoint = "a"
              url = "http://a/"
            """,
            ("KAPACITOR_HOSTNAME", "other"), ("KAPACITOR_DATA_DIR", "/d"), ("KAPACITOR_HTTP_LOG_ENABLED", "false"), ("KAPACITOR_STATS_STATS_INTERVAL", "7s"),
            ("KAPACITOR_HTTPPOST_0_URL", "http://b/"), ("KAPACITOR_HTTPPOST_1_ENDPOINT", "c"), ("KAPACITOR_HTTPPOST_1_URL", "http://c/"), ("KAPACITOR_LIMITS_SERIES", "12345"), ("KAPACITOR_DEFAULT_RETENTION_POLICY", ""),
            ("KAPACITOR_INFLUXDB_0_URLS_0", "http://i:8086"), ("KAPACITOR_URL", "http://x"), ("KAPACITOR_NOTHING", "1"));

        Lines(config).Should().ContainSingle().Which.Should().Contain("KAPACITOR_NOTHING sets nothing");
        config.Options.Should().BeEquivalentTo(new { Hostname = "other", DataDir = "/d", DefaultRetentionPolicy = "" });
        config.Options.Http.LogEnabled.Should().BeFalse();
        config.Options.Stats.StatsInterval.Should().Be(TimeSpan.FromSeconds(7));
        config.Options.Limits.Series.Should().Be(12345);
        config.Options.Influxdb.Should().ContainSingle().Which.Urls.Should().Equal("http://i:8086");
        YamlOf(config).Should().Contain("url: http://b/").And.Contain("endpoint: c");
    }

    [Fact]
    public void A_bad_value_of_the_environment_names_its_variable_and_not_the_value()
    {
        Lines(Parse("", ("KAPACITOR_HTTP_LOG_ENABLED", "secret"))).Should().ContainSingle().Which
            .Should().StartWith("KAPACITOR_HTTP_LOG_ENABLED: ").And.Contain("true or false").And.NotContain("secret");
    }

    [Fact]
    public void What_is_converted_reads_back_as_the_same()
    {
        const string Text = """
            data_dir = "/d"
            [http]
              bind-address = ":9092"
              auth-enabled = false
            [task]
              dir = "/t"
            [stats]
              stats-interval = ""
            [[httppost]]
              endpoint = "a b"
              url = "http://a/"
              alert-template = "line\nfeed"
              headers = { A = "yes", B = "it's: #1" }
            """;

        var converted = ConfigConversion.Of("k.conf", Text, HandlerKinds.BuiltIn);

        converted.IsFailed.Should().BeFalse();
        converted.Report.Should().Contain("k.conf:5:2: section 'task' is left out: nothing of it has an effect here");
        converted.Report.Should().Contain("http.auth is off, as in Kapacitor: anyone who can reach the server has full access. 'tocsin users add' and auth: on change that");
        converted.Yaml.Should().NotContain("stats");
        var again = ConfigFile.Parse("tocsin.yaml", converted.Yaml, _ => null);
        again.ProblemsFor(HandlerKinds.BuiltIn).Should().BeEmpty();
        Tocsin.Alerting.Configuration.Reading.ConfigJson.Write(again.Root).Should()
            .Be("""{"data-dir":"/d","http":{"bind-address":":9092","auth-enabled":false,"auth":"off"},"httppost":[{"endpoint":"a b","url":"http://a/","alert-template":"line\nfeed","headers":{"A":"yes","B":"it's: #1"}}]}""");
    }

    [Theory]
    [InlineData("", ":9092", HttpAuth.Off, false)]
    [InlineData("[http]\nauth-enabled = true", ":9092", HttpAuth.Auto, true)]
    [InlineData("[http]\nbind-address = \"127.0.0.1:9092\"", "127.0.0.1:9092", HttpAuth.Auto, false)]
    [InlineData("[http]\nbind-address = \":1\"", ":1", HttpAuth.Off, false)]
    public void Who_reaches_the_server_and_is_asked_stays_as_it_was(string text, string address, HttpAuth auth, bool isEnabled)
    {
        var converted = ConfigConversion.Of("k.conf", text, HandlerKinds.BuiltIn);

        var http = ConfigFile.Parse("tocsin.yaml", converted.Yaml, _ => null).Options.Http;
        (http.BindAddress, http.Auth, http.AuthEnabled).Should().Be((address, auth, isEnabled));
        Parse(text).Options.Http.BindAddress.Should().Be(address);
    }

    [Fact]
    public void What_is_converted_holds_nothing_that_is_not_known()
    {
        var converted = ConfigConversion.Of("k.conf", "[http]\nbind-addres = \":1\"\nbind-address = \":2\"\n[[azur]]\nenabled = false\nid = \"a\"\nport = 80\n[sensuous]\nenabled = true\n", HandlerKinds.BuiltIn);

        converted.IsFailed.Should().BeFalse();
        converted.Yaml.Should().EndWith("left out.\nhttp:\n  bind-address: ':2'\n  auth: 'off'\n");
        converted.Report.Should().ContainSingle(line => line.Contains("'bind-addres'", StringComparison.Ordinal));
        converted.Report.Should().Contain(line => line.Contains("'azur' is left out", StringComparison.Ordinal)).And.Contain(line => line.Contains("'sensuous' is left out", StringComparison.Ordinal));
        ConfigFile.Parse("tocsin.yaml", converted.Yaml, _ => null).ProblemsFor(HandlerKinds.BuiltIn).Should().BeEmpty();
    }

    [Fact]
    public void YAML_is_named_as_such()
    {
        var converted = ConfigConversion.Of("tocsin.yaml", "http:\n  bind-address: ':9092'\nstats:\n  enabled: true\n", HandlerKinds.BuiltIn);

        converted.IsFailed.Should().BeTrue();
        converted.Report.Should().ContainSingle().Which.Should().Contain("tocsin.yaml is written in YAML");
    }

    [Fact]
    public void Of_mistakes_that_follow_from_each_other_the_first_are_told() =>
        Lines(Parse(string.Concat(Enumerable.Repeat("[[[\n", 100)))).Should().HaveCountLessThan(12).And.Contain(line => line.Contains("more lines are not valid", StringComparison.Ordinal));

    [Theory]
    [InlineData("[[influxdb]]\nname = \"a\"\ndefault = true\n[[influxdb]]\nname = \"b\"\ndefault = true")]
    [InlineData("hostname = \"h\"\n[[httppost]]\nurl = \"http://a/\"\n[[httppost]]\nurl = \"http://b/\"")]
    public void What_is_wrong_with_a_list_has_a_place(string text) => Lines(Parse(text)).Should().NotBeEmpty().And.AllSatisfy(line => line.Should().MatchRegex(@"^kapacitor\.conf:\d+:\d+: "));

    [Theory]
    [InlineData("http: {bind-address: '99999'}", "option 'http.bind-address': '99999' isn't an address to listen on*")]
    [InlineData("deadman: {id: '{{ bad'}", "option 'deadman.id': *")]
    [InlineData("deadman: {message: '{{ bad'}", "option 'deadman.message': *")]
    [InlineData("udp: [{enabled: true, database: a}, {enabled: true, database: b}]", "option 'udp': listens on ':8089', where 'udp' listens already*")]
    [InlineData("opentsdb: {enabled: true, bind-address: '127.0.0.1:9092'}", "option 'opentsdb': listens on '127.0.0.1:9092', where 'http' listens already*")]
    [InlineData("httppost: [{endpoint: e, url: 'http://x/', alert-template: '{{ bad'}]", "*alert-template*")]
    [InlineData("httppost: [{endpoint: e, url: 'http://x/', row-template: '{{ end }}'}]", "*row-template*")]
    [InlineData("hostname: a\n---\nhostname: b", "a second document begins here*")]
    public void What_could_not_work_is_refused(string yaml, string error) =>
        ConfigFile.Parse("tocsin.yaml", yaml, _ => null).ProblemsFor(HandlerKinds.BuiltIn).Where(problem => !problem.IsWarning).Should().ContainSingle()
            .Which.Message.Should().Match(error);

    [Theory]
    [InlineData("udp: [{enabled: true, database: a}, {enabled: true, database: b, bind-address: ':8090'}, {database: c}]")]
    [InlineData("graphite: [{enabled: true, database: g}, {enabled: true, database: h, protocol: udp}]")]
    [InlineData("hostname: a\n---\n")]
    public void What_can_work_is_not(string yaml) => ConfigFile.Parse("tocsin.yaml", yaml, _ => null).ProblemsFor(HandlerKinds.BuiltIn).Should().BeEmpty();

    [Fact]
    public void What_is_not_UTF8_is_refused()
    {
        using var folder = new TempFolder();
        var file = folder.Of("tocsin.yaml");
        File.WriteAllBytes(file, [.. "hostname: a"u8, 0xE9]);

        ConfigFile.Load(file, _ => null).Problems.Should().ContainSingle().Which.Message.Should().EndWith("is not UTF-8, from its byte 12 on: save it as UTF-8");
    }

    [Fact]
    public void What_cannot_be_read_is_not_converted() => ConfigConversion.Of("k.conf", "[http", HandlerKinds.BuiltIn).IsFailed.Should().BeTrue();

    private static ConfigFile Parse(string text, params (string Name, string Value)[] environment) => ConfigFile.Parse(
        "kapacitor.conf", text, name => environment.FirstOrDefault(variable => variable.Name == name).Value, environment.Select(variable => variable.Name));

    private static IEnumerable<string> Lines(ConfigFile config) => config.ProblemsFor(HandlerKinds.BuiltIn).Select(problem => problem.ToString());

    private static string YamlOf(ConfigFile config) => Tocsin.Alerting.Configuration.Reading.YamlText.Write(config.Root);
}
