using System.Buffers;
using System.Net;
using System.Text;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Nodes;

/// <summary>Nodes that need a running task around them: the clock, HTTP, other tasks.</summary>
public sealed class NodesOnTasksTests : IAsyncLifetime
{
    private TaskRig _rig = null!; // Made before each test.

    public async Task InitializeAsync() => _rig = await TaskRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task Http_out_offers_nothing_then_the_latest_of_each_group()
    {
        await _rig.Define("t", "stream|from().measurement('m').groupBy('h')|httpOut('some/where')");
        Read("t", "some/where").Should().Be("{\"series\":null}");

        await _rig.Write("m,h=a v=1 1\nm,h=b v=2 2\nm,h=a v=3 3");

        Read("t", "some/where").Should().Be(
            """{"series":[{"name":"m","tags":{"h":"a"},"columns":["time","v"],"values":[["1970-01-01T00:00:03Z",3]]},{"name":"m","tags":{"h":"b"},"columns":["time","v"],"values":[["1970-01-01T00:00:02Z",2]]}]}""");
        _rig.Engine.Running.Find("t")!.Endpoints.TryFind("elsewhere", out _).Should().BeFalse();
    }

    [Fact]
    public async Task Two_nodes_cannot_offer_one_path()
    {
        await _rig.Invoking(rig => rig.Define("t", "stream|from()|httpOut('x')|httpOut('/x/')")).Should()
            .ThrowAsync<DefinitionException>().WithMessage("*another httpOut of the script has the name 'x'*");
    }

    [Fact]
    public async Task A_task_does_not_write_to_what_it_reads()
    {
        await _rig.Invoking(rig => rig.Define("t", "stream|from()|kapacitorLoopback().database('db').retentionPolicy('rp')")).Should()
            .ThrowAsync<DefinitionException>().WithMessage("*loop detected*");
    }

    [Fact]
    public async Task Written_points_bear_the_node_s_measurement_and_tags()
    {
        await _rig.Define("a", "stream|from()|kapacitorLoopback().database('other').retentionPolicy('rp').measurement('n').tag('h', 'z').tag('k', 'v')");
        await _rig.Tasks.CreateAsync(new TaskChange { Id = "b", Script = "stream|from()|httpOut('o')", Dbrps = [new("other", "rp")], IsEnabled = true });

        await _rig.Write("m,h=a,i=b v=1,s=\"x\" 1");

        Read("b", "o").Should().Contain("\"name\":\"n\",\"tags\":{\"h\":\"z\",\"i\":\"b\",\"k\":\"v\"}").And.Contain("\"x\"");
    }

    [Fact]
    public async Task Aligned_stats_begin_with_the_time_at_which_they_began_to_wait()
    {
        _rig.Time.Advance(TimeSpan.FromSeconds(3));
        await _rig.Define("t", "stream|from().groupBy('h')|stats(10s).align()|httpOut('o')");
        await _rig.Write("m,h=a v=1 1\nm,h=a v=2 2");

        await Tick(7, "\"2020-01-01T00:00:00Z\",2");
        await Tick(10, "\"2020-01-01T00:00:20Z\",2");
    }

    [Fact]
    public async Task Stats_without_any_data_tell_of_nothing_unless_the_data_is_grouped()
    {
        await _rig.Define("t", "stream|from()|stats(10s)|httpOut('o')\nstream|from().groupBy('h')|stats(10s)|alert().crit(lambda: TRUE)");

        await Tick(10, "{\"name\":\"stats\",\"columns\":[\"time\",\"emitted\"],\"values\":[[\"2020-01-01T00:00:10Z\",0]]}");
        _rig.Raised.Should().BeEmpty();
    }

    [Theory]
    [InlineData("stats(0s)|log()")]
    [InlineData("deadman(1.0, 0s)")]
    public async Task An_interval_of_nothing_is_refused(string node)
    {
        await _rig.Invoking(rig => rig.Define("t", $"stream|from()|{node}")).Should()
            .ThrowAsync<DefinitionException>().WithMessage("*not greater than zero*");
    }

    [Fact]
    public async Task An_interval_of_years_harms_nobody()
    {
        await _rig.Define("t", "stream|from()|barrier().idle(520w)|log()");
        await _rig.Write("m v=1 1");

        _rig.Engine.Running.Find("t")!.ReadStats().Nodes.SelectMany(node => node.Values).Where(value => value.Name == "errors")
            .Should().OnlyContain(value => value.Value == 0);
    }

    [Fact]
    public async Task A_silent_group_is_dead()
    {
        await _rig.Define("t", "stream|from().measurement('m').groupBy('h')|deadman(0.0, 10s)");
        await _rig.Write("m,h=a v=1 1");
        _rig.Time.Advance(TimeSpan.FromSeconds(10));
        _rig.Time.Advance(TimeSpan.FromSeconds(10));

        await Until.True(() => RaisedCount() == 1);
        _rig.Raised.Should().Equal("h=a:from1 for task 't'");
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, 200, 0)]
    [InlineData(HttpStatusCode.InternalServerError, 500, 1)]
    [InlineData(HttpStatusCode.TemporaryRedirect, 307, 1)]
    public async Task Http_post_passes_points_on_with_the_status(HttpStatusCode status, int code, int errors)
    {
        _rig.Answer = _ => new HttpResponseMessage(status);
        await _rig.Define("t", "stream|from()|httpPost('http://x.test/').codeField('code').captureResponse()|httpOut('o')");

        await _rig.Write("m v=1 1");

        Read("t", "o").Should().Contain($"[\"1970-01-01T00:00:01Z\",{code},1]");
        Errors("t", "http_post2").Should().Be(errors);
        _rig.Requests.Should().Equal("""{"series":[{"name":"m","columns":["time","v"],"values":[["1970-01-01T00:00:01Z",1]]}]}""" + "\n");
    }

    [Fact]
    public async Task Http_post_passes_points_on_when_nobody_answers()
    {
        _rig.Answer = _ => throw new HttpRequestException("refused");
        await _rig.Define("t", "stream|from()|httpPost('http://x.test/').codeField('code')|httpOut('o')");

        await _rig.Write("m v=1 1");

        Read("t", "o").Should().Contain("[\"1970-01-01T00:00:01Z\",0,1]");
        Errors("t", "http_post2").Should().Be(1);
    }

    private async Task Tick(int seconds, string expected)
    {
        _rig.Time.Advance(TimeSpan.FromSeconds(seconds));
        await Until.True(() => Read("t", "o").Contains(expected));
    }

    private int RaisedCount()
    {
        lock (_rig.Raised)
            return _rig.Raised.Count;
    }

    private long Errors(string task, string node) =>
        _rig.Engine.Running.Find(task)!.ReadStats().Nodes.Single(n => n.Name == node).Values.Single(value => value.Name == "errors").Value;

    private string Read(string task, string path)
    {
        _rig.Engine.Running.Find(task)!.Endpoints.TryFind(path, out var write).Should().BeTrue();
        var buffer = new ArrayBufferWriter<byte>();
        write!(buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
