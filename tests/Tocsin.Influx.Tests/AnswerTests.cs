using System.Net;
using System.Text;
using Tocsin.Influx.Answers;
using Tocsin.Influx.Client;
using Tocsin.Influx.Connections;

namespace Tocsin.Influx.Tests;

/// <summary>Answers as InfluxDB writes them, however they arrive.</summary>
public sealed class AnswerTests
{
    private const string Chunks = """
        {"results":[{"statement_id":0,"series":[{"name":"m","tags":{"h":"ä\"b","z":""},"columns":["time","n","s","v","b"],"values":[[1577836801000000000,null,"x",1.5,true],[1577836802000000000,3,"x",-0,false]],"partial":true}],"partial":true}]}
        {"results":[{"statement_id":0,"messages":[{"level":"warning","text":["deprecated",{"a":[1]}]}],"series":[{"name":"m","tags":{"h":"ä\"b","z":""},"columns":["time","n","s","v","b"],"values":[[1577836803000000000,18446744073709551615,"\u00fc",1e3,null]]}],"partial":true}]}
        {"results":[{"statement_id":0,"series":[{"name":"k","columns":["time","v"],"values":[]}]}]}

        """;

    private const string Read = "m h=ä\"b z=: time n s v b\n1577836801000000000||x|1.5|true\n1577836802000000000|3|x|-0|false\n1577836803000000000|1.8446744073709552E+19|ü|1000|\nk: time v\n";

    public static TheoryData<int> Sizes => [1, 2, 3, 7, 16, 100, 100_000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_series_in_several_chunks_is_one_however_small_the_pieces(int bytes) =>
        (await AskAsync(StandIn.InPieces(Chunks, bytes))).Should().Be(Read);

    [Fact]
    public async Task Equal_texts_of_a_column_are_one_object()
    {
        var rows = new WrittenRows();
        await Client(StandIn.InPieces(Chunks, 50)).QueryAsync(new InfluxQuery("q"), rows);

        rows.Texts[0].Should().BeSameAs(rows.Texts[1]);
    }

    [Theory]
    [InlineData("""{"results":[{"statement_id":0,"error":"database not found: x"}]}""", InfluxFailure.Refused, "database not found: x")]
    [InlineData("""{"error":"authorization failed"}""", InfluxFailure.Refused, "authorization failed")]
    [InlineData("""{"results":[{"statement_id":0,"error":"query-timeout limit exceeded, timeout"}]}""", InfluxFailure.Unavailable, "query-timeout*")]
    [InlineData("""{"results":[{"series":[{"name":"m","columns":["time"],"values":[[1],[2""", InfluxFailure.Garbled, "the answer of http://influx:8086 breaks off after * bytes")]
    [InlineData("""{"results":[{"series":[{"name":"m","columns":["time"],"values":[[1,2]]}]}]}""", InfluxFailure.Garbled, "*a row has more values than its 1 columns")]
    [InlineData("""{"results":[{"series":[{"name":"m","columns":["time","v"],"values":[[1]]}]}]}""", InfluxFailure.Garbled, "*a row has 1 values for 2 columns")]
    [InlineData("""{"results":[{"series":[{"name":"m","columns":["time"],"values":[[1]],"partial":true}]}]}""", InfluxFailure.TooLarge, "*cut the answer off at its max-row-limit*")]
    [InlineData("""{"results":[{"series":[{"name":"m","columns":["time"],"values":[[1]]}],"partial":true}]}""", InfluxFailure.Garbled, "the answer of http://influx:8086 breaks off after * bytes")]
    [InlineData("""{"results":[{"series":[{"name":"m","columns":["time"],"values":[[1]]}],"partial":true}]}{"results":[{"series":[{"name":"k","columns":["time"],"values":[[1]]}],"partial":true}]}""", InfluxFailure.Garbled, "*breaks off after*")]
    [InlineData("<html>Bad gateway</html>", InfluxFailure.Garbled, "the answer of http://influx:8086 is not what InfluxDB writes: it is a page of HTML, as a proxy or another program sends. Check urls in the section influxdb")]
    [InlineData("""{"results":no}""", InfluxFailure.Garbled, "the answer of http://influx:8086 is not what InfluxDB writes: within its first 14 bytes it is no longer JSON. Check urls in the section influxdb")]
    [InlineData("[1]", InfluxFailure.Garbled, "*not one of InfluxDB*")]
    [InlineData("", InfluxFailure.Garbled, "*0 bytes and no result*")]
    [InlineData("{}", InfluxFailure.Garbled, "*no result*")]
    [InlineData("""{"results":[]}""", InfluxFailure.Garbled, "*no result*")]
    [InlineData("""{"results":null}""", InfluxFailure.Garbled, "*no result*")]
    public async Task What_is_no_answer_says_so(string body, InfluxFailure failure, string message)
    {
        var problem = await FluentActions.Awaiting(() => AskAsync(StandIn.InPieces(body, 20))).Should().ThrowAsync<InfluxException>().WithMessage(message);

        problem.Which.Failure.Should().Be(failure);
    }

    [Fact]
    public async Task A_value_without_end_is_refused_before_it_fills_the_memory()
    {
        var start = """{"results":[{"series":[{"name":"m","columns":["time"],"values":[[1],[" """;
        var endless = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new Endless(Encoding.UTF8.GetBytes(start))) };

        var problem = await FluentActions.Awaiting(() => AskAsync(endless)).Should().ThrowAsync<InfluxException>();

        problem.Which.Failure.Should().Be(InfluxFailure.TooLarge);
    }

    [Fact]
    public async Task Lists_within_rows_become_lines()
    {
        const string body = """{"results":[{"series":[{"name":"t","columns":["retention_policy","name","mode","destinations"],"values":[["autogen","s0","ANY",["http://a:1","http://b:2"]]]}]}]}""";

        var subscriptions = await Client(StandIn.InPieces(body, 9)).SubscriptionsAsync();

        subscriptions.Should().BeEquivalentTo([new InfluxSubscription("t", "autogen", "s0", "ANY", ["http://a:1", "http://b:2"])]);
    }

    private static async Task<string> AskAsync(HttpResponseMessage answer)
    {
        var rows = new WrittenRows();
        await Client(answer).QueryAsync(new InfluxQuery("q"), rows);
        return rows.ToString();
    }

    private static InfluxClient Client(HttpResponseMessage answer) =>
        new(new InfluxConnection { Urls = [new Uri("http://influx:8086")] }, handler: new StandIn(_ => answer));

    private sealed class Endless(byte[] start) : MemoryStream(start)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (await base.ReadAsync(buffer, cancellationToken) is > 0 and var count)
                return count;
            buffer.Span.Fill((byte)'x');
            return buffer.Length;
        }
    }
}
