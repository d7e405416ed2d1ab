using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Sideload;
using Tocsin.Pipelines.Sideloads;

namespace Tocsin.Engine.Tests.Nodes.Sideload;

public sealed class SideloadNodeTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StubHttp _http = new();
    private readonly SideloadSources _sources;

    public SideloadNodeTests() => _sources = new SideloadSources(new HttpClient(_http), TimeProvider.System, NullLogger.Instance);

    private string Files => "file://" + _folder.Path;

    [Fact]
    public void Values_come_from_the_first_file_that_has_them_else_they_are_the_defaults()
    {
        _folder.Write("host/A.yml", "cpu: 5\n");
        _folder.Write("hostgroup/g1.json", """{ "cpu": 9, "group": "hg=g1" }""");

        var run = Run(Node(Files)).GroupedBy("h").Points("m,h=A,hg=g1 v=1 1", "m,h=B,hg=g1 v=2 2", "m,h=C v=3 3");

        run.Emitted.Should().Equal(
            "m,group=hg=g1,h=A,hg=g1 cpu=5i,v=1 @1 {h=A}", "m,group=hg=g1,h=B,hg=g1 cpu=9i,v=2 @2 {h=B}", "m,group=none,h=C cpu=0i,v=3 @3 {h=C}");
        run.Stats.Errors.Should().Be(0);
    }

    [Fact]
    public void Values_take_the_type_of_their_default()
    {
        _folder.Write("default.yml", "i: 3.0\nt: '7'\nf: 2\ng: 1.5\nb: true\ns: 4\nx: true\n");
        var node = new SideloadNode { Source = Files };
        node.Order("default.yml");
        node.Field("i", 1L);
        node.Field("t", 1L);
        node.Field("f", 1.0);
        node.Field("g", 1.0);
        node.Field("b", false);
        node.Field("s", "");
        node.Field("x", "");

        Run(node).Points("m v=1 1").Emitted.Should().Equal("m b=true,f=2,g=1.5,i=3i,s=\"4\",t=7i,v=1,x=\"true\" @1");
    }

    [Fact]
    public void Value_that_cannot_be_converted_is_an_error_of_each_point_and_the_default_is_taken()
    {
        _folder.Write("host/A.yml", "cpu: 5.5\n");

        var run = Run(Node(Files)).Points("m,h=A v=1 1", "m,h=A v=2 2");

        run.Emitted.Should().HaveCount(2).And.OnlyContain(line => line.Contains("cpu=0i"));
        run.Stats.Errors.Should().Be(2);
        run.Logged.Should().ContainSingle().Which.Should().Contain("failed to load key").And.Contain("'cpu' of host/A.yml: cannot convert the number 5.5 to an int");
    }

    [Fact]
    public void Tag_that_is_grouped_by_changes_the_group_and_what_is_there_is_overwritten()
    {
        _folder.Write("host/A.yml", "group: new\ncpu: 1\n");

        Run(Node(Files)).GroupedBy("group").Points("m,group=old,h=A cpu=7i 1").Emitted.Should().Equal("m,group=new,h=A cpu=1i @1 {group=new}");
    }

    [Fact]
    public void Points_of_batches_get_them_too()
    {
        _folder.Write("host/A.yml", "cpu: 5\n");
        var run = NodeHarness.OnBatches(TimeProvider.System, services => services with { Sideloads = _sources }, Node(Files)).GroupedBy("h");

        run.Batch(10, "m,h=A v=1 1", "m,h=A v=2 2").Emitted.Should().Equal("m{h=A}@10[group=none:cpu=5i,v=1@1 group=none:cpu=5i,v=2@2]");
    }

    [Fact]
    public async Task Values_change_when_they_are_loaded_again_and_stay_when_they_cannot_be()
    {
        _folder.Write("host/A.yml", "cpu: 5\n");
        var run = Run(Node(Files)).Points("m,h=A v=1 1");
        _folder.Write("host/A.yml", "cpu: 6\n");
        run.Points("m,h=A v=2 2");

        (await _sources.ReloadAsync(CancellationToken.None)).Should().BeEmpty();
        run.Points("m,h=A v=3 3");
        _folder.Write("host/A.yml", "cpu: [\n");
        (await _sources.ReloadAsync(CancellationToken.None)).Should().ContainSingle().Which.Should().Match($"failed to update sideload cache for source \"{Files}\": *host/A.yml:*");
        run.Points("m,h=A v=4 4");

        run.Emitted.Select(line => line.Split(' ')[1]).Should().Equal("cpu=5i,v=1", "cpu=5i,v=2", "cpu=6i,v=3", "cpu=6i,v=4");
    }

    [Fact]
    public void Web_server_answers_all_values_at_once()
    {
        _http.Answer = """{ "host/A.yml": { "cpu": 5 }, "hostgroup/g1.json": { "cpu": 9 } }""";

        Run(Node("http://config/values")).Points("m,h=A v=1 1", "m,h=B,hg=g1 v=1 2").Emitted.Select(line => line.Split(' ')[1]).Should().Equal("cpu=5i,v=1", "cpu=9i,v=1");

        _http.Asked.Should().Equal("GET http://config/values");
    }

    [Theory]
    [InlineData("ftp://x/y", "*unsupported source 'ftp://x/y': it must begin with file://, http:// or https://*")]
    [InlineData("nobody", "*endpoint 'nobody' does not exist: add it to httppost in the configuration*")]
    [InlineData("file:///nowhere/at/all", "*failed to update sideload cache for source \"file:///nowhere/at/all\": there is no folder /nowhere/at/all")]
    [InlineData("http://config/broken", "*failed to update sideload cache for source \"http://config/broken\": its answer must be an object of objects*")]
    public void Source_that_is_none_keeps_the_task_from_starting(string source, string message)
    {
        _http.Answer = "[1]";
        var start = () => Run(Node(source));

        start.Should().Throw<Exception>().WithMessage(message);
    }

    [Fact]
    public void Source_and_order_are_required()
    {
        var node = new SideloadNode();

        Problems.Of(node).Should().Equal("sideload: there is no source", "sideload: there is no order");
        node.Source = "file:///x";
        node.Order("{{ .host");
        Problems.Of(node).Should().ContainSingle().Which.Should().StartWith("sideload: the order '{{ .host' isn't a template");
    }

    public void Dispose()
    {
        _sources.Dispose();
        _folder.Dispose();
        _http.Dispose();
    }

    private static SideloadNode Node(string source)
    {
        var node = new SideloadNode { Source = source };
        node.Order("host/{{ .h }}.yml", "hostgroup/{{ index . \"hg\" }}.json");
        node.Field("cpu", 0L);
        node.Tag("group", "none");
        return node;
    }

    private NodeHarness Run(SideloadNode node) => NodeHarness.OnStream(TimeProvider.System, services => services with { Sideloads = _sources }, node);

    private sealed class StubHttp : HttpMessageHandler
    {
        public string Answer { get; set; } = "{}";

        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add($"{request.Method} {request.RequestUri}");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Answer) });
        }
    }
}
