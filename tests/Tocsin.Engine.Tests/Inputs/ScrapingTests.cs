using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Tocsin.Inputs.Intake;
using Tocsin.Inputs.Scraping;

namespace Tocsin.Engine.Tests.Inputs;

public sealed class ScrapingTests : IAsyncLifetime
{
    private readonly Taken _taken = new();
    private WebApplication _target = null!; // Set before each test.
    private string _host = "";
    private Func<HttpContext, Task> _answer = context => context.Response.WriteAsync("");

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _target = builder.Build();
        _target.Run(context => _answer(context));
        await _target.StartAsync();
        _host = new Uri(_target.Urls.Single()).Authority;
    }

    [Theory]
    [InlineData("up 1", "up{} 1")]
    [InlineData("# HELP x\n# TYPE x counter\n\nx_total 3 1435077219000", "x_total{} 3 1435077219000")]
    [InlineData("x{a=\"1\",b=\"q\\\"\\\\\\n\"} 2.5e3\r\n", "x{a=1,b=q\"\\\n} 2500")]
    [InlineData("x { a = \"1\" , } +Inf", "x{a=1} Infinity")]
    [InlineData("x:y{le=\"+Inf\"}\tNaN\t5", "x:y{le=+Inf} NaN 5")]
    [InlineData("x_bucket{le=\"1\"} 4 # {trace_id=\"a b\"} 1.0", "x_bucket{le=1} 4")]
    [InlineData("x 4 1520879607.789 # {} 1.0 1520879607.5", "x{} 4 1520879607789", true)]
    [InlineData("x 4 1520879607\n# EOF\n", "x{} 4 1520879607000", true)]
    [InlineData("x{a=\"#\"} 4 5 # {trace_id=\"a\"} 1.0", "x{a=#} 4 5")]
    public void Samples_are_read(string text, string sample, bool isOpenMetrics = false)
    {
        var samples = new List<string>();
        ExpositionReader.Read(Encoding.UTF8.GetBytes(text), isOpenMetrics, read => samples.Add(FormattableString.Invariant(
            $"{read.Name}{{{string.Join(',', read.Labels.Select(label => $"{label.Key}={label.Value}"))}}} {read.Value}{(read.Milliseconds is { } time ? $" {time}" : "")}")));

        samples.Should().Equal(sample);
    }

    [Theory]
    [InlineData("<html>", "line 1 char 1 of the answer: a metric has no name")]
    [InlineData("up 1\nx y", "line 2 char 4 of the answer: the value 'y' is not a number")]
    [InlineData("x{a=1} 1", "line 1 char 5 of the answer: the value of the label a is not in double quotes")]
    [InlineData("x{a=\"1} 1", "the value of the label a has no closing double quote")]
    [InlineData("x{a=\"1\" b=\"2\"} 1", "the label a is followed by neither a comma nor a closing brace")]
    [InlineData("x{a} 1", "the label a has no '='")]
    [InlineData("x 1 2 3", "something follows the time")]
    [InlineData("x 1 2.5", "the time '2.5' is not a number of milliseconds")]
    [InlineData("x{a=\"\\", "the value of the label a has no closing double quote")]
    public void What_is_none_of_the_format_has_a_place(string text, string error) =>
        FluentActions.Invoking(() => ExpositionReader.Read(Encoding.UTF8.GetBytes(text), isOpenMetrics: false, _ => { })).Should().Throw<FormatException>().WithMessage($"*{error}");

    [Fact]
    public async Task Targets_are_asked_again_and_again()
    {
        var asked = 0;
        _answer = context =>
        {
            asked++;
            context.Request.Headers.Authorization.ToString().Should().Be("Bearer token");
            return context.Response.WriteAsync("m{instance=\"i\",job=\"j\",a=\"1\"} 7 1000\n");
        };
        await using var input = Open(new ScraperOptions { BearerToken = "token" });
        await Until.True(() => asked == 1 && _taken.Lines.Count == 5, _taken.Time, TimeSpan.FromMilliseconds(100));

        _taken.Lines[0].Should().Be($"prom.rp/1000000 m,__name__=m,exported_instance=i,exported_job=j,a=1,region=eu,instance={_host} value=7 1000");
        _taken.Lines.Skip(1).Select(line => line.Split(' ')[1..3]).Select(words => $"{words[0].Split(',')[0]} {words[1]}").Should().ContainInOrder("up value=1").And.Contain("scrape_samples_scraped value=1");
        await Until.True(() => asked == 2, _taken.Time, TimeSpan.FromMilliseconds(100));
    }

    [Theory]
    [InlineData(500, "", "the target answers 500")]
    [InlineData(200, "m 1\n<html>", "line 2 char 1 of the answer: a metric has no name")]
    [InlineData(302, "", "the target answers 302")]
    public async Task A_target_that_does_not_answer_as_it_should_is_down(int status, string body, string error)
    {
        _answer = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        };
        await using var input = Open(new ScraperOptions());
        await Until.True(() => _taken.Lines.Count == 4, _taken.Time, TimeSpan.FromMilliseconds(100));

        _taken.Lines[0].Should().StartWith("prom.rp/1000000 up,").And.Contain(" value=0 ");
        _taken.Counts.Read().Should().BeEquivalentTo(new { Failing = 1, Refused = 1, LastError = $"http://{_host}/metrics: {error}" });
        _answer = context => context.Response.WriteAsync("m 1\n");
        await Until.True(() => _taken.Counts.Read().Failing == 0, _taken.Time, TimeSpan.FromSeconds(1));
        await Until.True(() => _taken.Counts.Read().LastError.Length == 0);
    }

    [Fact]
    public async Task A_page_of_which_samples_are_refused_says_so_until_one_is_taken_whole()
    {
        _answer = context => context.Response.WriteAsync("bad 1\nm 1\n");
        await using var input = Open(new ScraperOptions());
        await Until.True(() => _taken.Counts.Read().Incomplete == 1, _taken.Time, TimeSpan.FromMilliseconds(100));

        _taken.Counts.Read().Should().BeEquivalentTo(new
        {
            Failing = 0, Incomplete = 1, NeedsAttention = true, IsRefusing = false,
            LastError = $"http://{_host}/metrics: 1 sample is refused, such as this: it is bad",
        });
        _answer = context => context.Response.WriteAsync("m 1\n");
        await Until.True(() => _taken.Counts.Read() is { Incomplete: 0, LastError: "" }, _taken.Time, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Parameters_and_the_job_are_the_scrapers()
    {
        var asked = "";
        _answer = context =>
        {
            asked = context.Request.QueryString.Value!;
            return context.Response.WriteAsync("m{job=\"theirs\"} 7 1000\n");
        };
        await using var input = Open(new ScraperOptions { Job = "federate", Params = new Dictionary<string, IReadOnlyList<string>> { ["match[]"] = ["up", "{a=\"b\"}"] } });
        await Until.True(() => _taken.Lines.Count == 5, _taken.Time, TimeSpan.FromMilliseconds(100));

        asked.Should().Be("?match%5B%5D=up&match%5B%5D=%7Ba%3D%22b%22%7D");
        _taken.Lines[0].Should().Be($"prom.rp/1000000 m,__name__=m,exported_job=theirs,region=eu,instance={_host},job=federate value=7 1000");
    }

    [Fact]
    public async Task Targets_are_asked_through_the_proxy()
    {
        var asked = "";
        _answer = context =>
        {
            asked = $"{context.Request.Host} {context.Request.Headers.ProxyAuthorization}";
            return context.Response.WriteAsync("m 1\n");
        };
        var discovery = new StaticDiscoveryOptions { Id = "d", Enabled = true, Targets = ["far.test:9100"] };
        var options = new ScraperOptions { Name = "s", Db = "prom", DiscovererId = "d", ProxyUrl = new Uri($"http://{_host}") };
        await using var input = new ScraperInput(options, new StaticTargets(discovery), _taken.Services, _taken.Counts);
        await Until.True(() => _taken.Counts.Read().Points > 1, _taken.Time, TimeSpan.FromMilliseconds(100));

        asked.Should().StartWith("far.test:9100");
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_given_up()
    {
        _answer = context => context.Response.WriteAsync(new string('#', 10_001));
        await using var input = Open(new ScraperOptions());
        await Until.True(() => _taken.Counts.Read().Failing == 1, _taken.Time, TimeSpan.FromMilliseconds(100));

        _taken.Counts.Read().LastError.Should().Contain("the answer is longer than the 10000 bytes of limits.body-bytes");
    }

    [Fact]
    public async Task A_target_that_never_answers_is_given_up()
    {
        _answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using var input = Open(new ScraperOptions { ScrapeTimeout = TimeSpan.FromSeconds(3) });
        await Until.True(() => _taken.Counts.Read().Failing == 1, _taken.Time, TimeSpan.FromMilliseconds(100));

        _taken.Counts.Read().LastError.Should().Contain("there is no whole answer within scrape-timeout (3 s)");
    }

    [Theory]
    [InlineData(1, 60, 5)]
    [InlineData(1, 2, 2)]
    [InlineData(10_000, 60, 50)]
    [InlineData(10_000, 10, 10)]
    public void Many_targets_are_not_asked_all_at_once(int targets, int interval, int within) =>
        ScraperInput.WithinFor(targets, TimeSpan.FromSeconds(interval)).Should().Be(TimeSpan.FromSeconds(within));

    [Fact]
    public async Task Points_that_tasks_do_not_take_keep_nobody_from_closing()
    {
        _answer = context => context.Response.WriteAsync("m 1\n");
        _taken.Close();
        var input = Open(new ScraperOptions());
        await Until.True(() => _taken.Counts.Read().Received == 1, _taken.Time, TimeSpan.FromMilliseconds(100));

        var closing = input.DisposeAsync().AsTask();
        await Until.True(() => closing.IsCompleted, _taken.Time, TimeSpan.FromSeconds(1));

        await closing;
        _taken.Counts.Read().LastError.Should().Be("points that tasks did not take in time were left out when the input closed");
        _taken.Open();
    }

    [Fact]
    public void Targets_that_are_listed_nowhere_are_reported() =>
        FluentActions.Invoking(() => new ScraperInput(new ScraperOptions { DiscovererId = "x" }, null, _taken.Services, _taken.Counts))
            .Should().Throw<InputException>().WithMessage("there is no static-discovery with the id 'x' that is enabled*");

    [Fact]
    public void Options_are_checked()
    {
        new ScraperOptions { Enabled = true, DiscovererService = "etcd" }.Check().Select(problem => problem.Option).Should().Equal("name", "db", "discoverer-service", "discoverer-id");
        new FileDiscoveryOptions { Files = ["a.json", "b.txt", "c*/d.yml"], RefreshInterval = TimeSpan.Zero }.Check().Select(problem => problem.Option).Should().Equal("id", "refresh-interval", "files", "files");
        new StaticDiscoveryOptions { Id = "a", Targets = ["host:9100", "http://x", "a@b:1"] }.Check().Should().HaveCount(2);
    }

    public async Task DisposeAsync() => await _target.DisposeAsync();

    [Fact]
    public async Task Targets_in_files_are_followed_and_a_broken_file_counts_as_it_was_before()
    {
        using var folder = new TempFolder();
        folder.Write("a.json", $$$"""[{"targets": ["{{{_host}}}"], "labels": {"region": "eu", "rack": 7}}]""");
        _answer = context => context.Response.WriteAsync("m 1\n");
        var discovery = new FileDiscoveryOptions { Id = "f", Enabled = true, Files = [folder.Of("*.json"), folder.Of("more.yml"), folder.Of("none", "*.yaml")], RefreshInterval = TimeSpan.FromSeconds(30) };
        await using var input = new ScraperInput(new ScraperOptions { Name = "s", Db = "prom", Rp = "rp", DiscovererId = "f", DiscovererService = "file-discovery" }, new FileTargets(discovery), _taken.Services, _taken.Counts);
        input.Address.Should().Be("1 target of f");
        await Until.True(() => _taken.Lines.Any(line => line.Contains(" m,__name__=m,region=eu,rack=7,", StringComparison.Ordinal)), _taken.Time, TimeSpan.FromMilliseconds(100));

        folder.Write("more.yml", "- targets: [127.0.0.1:1, 127.0.0.1:2]\n");
        await Until.True(() => input.Address == "3 targets of f", _taken.Time, TimeSpan.FromSeconds(1));
        folder.Write("more.yml", "- targets: [no/target]\n");
        await Until.True(() => _taken.Counts.Read().LastError.Contains("'no/target' isn't a valid target: write host:port; what it said before still counts", StringComparison.Ordinal), _taken.Time, TimeSpan.FromSeconds(1));
        input.Address.Should().Be("3 targets of f");
        File.Delete(folder.Of("more.yml"));
        await Until.True(() => input.Address == "1 target of f" && _taken.Counts.Read().Failing == 0, _taken.Time, TimeSpan.FromSeconds(1));
        File.Delete(folder.Of("a.json"));
        await Until.True(() => input.Address == "0 targets of f", _taken.Time, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("{}", "a list of targets is expected")]
    [InlineData("- {labels: {}}", "a group has a list of targets")]
    [InlineData("[", "a.yml:")]
    public void What_is_no_list_of_targets_is_reported(string text, string why)
    {
        using var folder = new TempFolder();
        var problems = new List<string>();

        new FileTargets(new FileDiscoveryOptions { Id = "f", Files = [folder.Write("a.yml", text)] }).Read(problems).Should().BeEmpty();

        problems.Should().ContainSingle().Which.Should().Contain(why);
    }

    [Fact]
    public void A_discovery_of_the_peer_that_is_not_served_opens_nothing_and_says_what_to_do() =>
        FluentActions.Invoking(() => new ScraperInput(new ScraperOptions { DiscovererService = "consul" }, null, _taken.Services, _taken.Counts))
            .Should().Throw<InputException>().WithMessage("'consul' finds no targets here: list them in a section static-discovery, or let a program write them to files of a section file-discovery");

    private ScraperInput Open(ScraperOptions options)
    {
        var discovery = new StaticDiscoveryOptions { Id = "d", Enabled = true, Targets = [_host, "not-asked:1"], Labels = new Dictionary<string, string> { ["region"] = "eu" } };
        return new ScraperInput(options with { Name = "s", Db = "prom", Rp = "rp", DiscovererId = "d", Blacklist = ["not-asked:1"] }, new StaticTargets(discovery), _taken.Services, _taken.Counts);
    }
}
