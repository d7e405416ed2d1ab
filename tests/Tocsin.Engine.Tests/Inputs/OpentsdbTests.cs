using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tocsin.Inputs.Intake;
using Tocsin.Inputs.Opentsdb;

namespace Tocsin.Engine.Tests.Inputs;

public sealed class OpentsdbTests : IAsyncLifetime, IDisposable
{
    private readonly Taken _taken = new();
    private readonly HttpClient _http = new();
    private IInput _input = null!; // Set before each test.

    public async Task InitializeAsync() =>
        _input = await OpentsdbInput.OpenAsync(new OpentsdbOptions { BindAddress = "127.0.0.1:0", BatchTimeout = TimeSpan.Zero }, _taken.Services, _taken.Counts);

    [Fact]
    public async Task Lines_and_questions_come_over_one_connection()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(_input.Address));
        await client.GetStream().WriteAsync("put sys.cpu 1435077219 18.5 host=web01 cpu=0\nversion\nput sys.cpu 1435077219123 2 host=web02\nexit\n"u8.ToArray());

        (await new StreamReader(client.GetStream()).ReadToEndAsync()).Should().Contain("OpenTSDB");
        await _taken.Have(2);
        _taken.Lines.Should().Equal(
            "opentsdb./1 sys.cpu,cpu=0,host=web01 value=18.5 1435077219000000000", "opentsdb./1 sys.cpu,host=web02 value=2 1435077219123000000");
    }

    [Theory]
    [InlineData("get x", "is not a line of OpenTSDB: send put METRIC TIME VALUE TAG=VALUE")]
    [InlineData("put m 12x 1 a=b", "the time '12x' of m is not a number of seconds or milliseconds since 1970")]
    [InlineData("put m 12 x a=b", "the value 'x' of m is not a number")]
    [InlineData("put m 12 1 a=", "'a=' of m is not a tag: send name=value")]
    [InlineData("put m 12 1 a=b a=c", "the tag 'a' of m is given twice")]
    public async Task A_line_that_is_wrong_is_refused_and_the_next_is_taken(string line, string error)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(_input.Address));
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(line + "\nput n 12 1 a=b\n"));

        await _taken.Have(1);
        _taken.Log.Should().Contain(line => line.Contains(error, StringComparison.Ordinal));
        await Until.True(() => _taken.Counts.Read() is { Refused: 1, LastError: "" });
    }

    [Fact]
    public async Task Points_come_by_http_one_or_many_packed_or_not()
    {
        (await PostAsync("""{"metric":"m","timestamp":1435077219,"value":"18","tags":{"host":"a"}}""")).Status.Should().Be(204);
        (await PostAsync("""[{"metric":"n","timestamp":1435077219123,"value":1.5,"tags":{"b":"2","a":1}},{"metric":"o","timestamp":5,"value":2}]""", isPacked: true)).Status.Should().Be(204);

        await _taken.Have(3);
        _taken.Lines.Should().Equal(
            "opentsdb./1 m,host=a value=18 1435077219000000000", "opentsdb./1 n,a=1,b=2 value=1.5 1435077219123000000", "opentsdb./1 o value=2 5000000000");
        using var announced = await _http.PostAsync(new Uri($"http://{_input.Address}/api/metadata/put"), new StringContent("{}"));
        announced.StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("x", "the body is not JSON")]
    [InlineData("{}", "a point has no metric")]
    [InlineData("""{"metric":"m","timestamp":-1,"value":1}""", "m has no timestamp")]
    [InlineData("""{"metric":"m","timestamp":1,"value":"NaN"}""", "m has no value that is a number")]
    [InlineData("""{"metric":"\ud800","timestamp":1,"value":1}""", "not valid UTF-8, or half of a surrogate pair")]
    [InlineData("""{"metric":"m","timestamp":1,"value":1,"tags":{"a":"\udc00"}}""", "not valid UTF-8, or half of a surrogate pair")]
    [InlineData("""{"metric":"m","timestamp":1,"value":1,"tags":{"a":"x","a":"y"}}""", "the tag 'a' of m is given twice")]
    [InlineData("""{"metric":"m","timestamp":1,"value":1,"tags":{"a":{"b":1}}}""", "the tag 'a' of m is neither text nor a number")]
    public async Task A_body_that_is_wrong_is_refused(string body, string error)
    {
        var reply = await PostAsync(body);

        reply.Status.Should().Be(400);
        reply.Body.Should().Contain(error);
        _taken.Counts.Read().Refused.Should().Be(1);
    }

    [Fact]
    public async Task Good_points_of_a_list_are_taken_beside_bad_ones()
    {
        (await PostAsync("""[{"metric":"m","timestamp":1,"value":1},{"metric":"\ud800","timestamp":1,"value":1},{"metric":"n","timestamp":1,"value":1,"tags":{"a":null}},{"metric":"o","timestamp":1,"value":3}]""")).Status.Should().Be(400);

        await _taken.Have(2);
        _taken.Lines.Should().Equal("opentsdb./1 m value=1 1000000000", "opentsdb./1 o value=3 1000000000");
    }

    [Fact]
    public async Task A_body_that_unpacks_to_too_much_is_refused()
    {
        var reply = await PostAsync($"\"{new string('a', 20_000)}\"", isPacked: true);

        reply.Status.Should().Be(413);
        reply.Body.Should().Contain("limits.body-bytes is 10000");
    }

    public async Task DisposeAsync() => await _input.DisposeAsync();

    public void Dispose() => _http.Dispose();

    private async Task<(int Status, string Body)> PostAsync(string body, bool isPacked = false)
    {
        var bytes = new MemoryStream();
        using (Stream stream = isPacked ? new GZipStream(bytes, CompressionLevel.Fastest) : bytes)
            stream.Write(Encoding.UTF8.GetBytes(body));
        using var content = new ByteArrayContent(bytes.ToArray());
        if (isPacked)
            content.Headers.ContentEncoding.Add("gzip");
        using var reply = await _http.PostAsync(new Uri($"http://{_input.Address}/api/put"), content);
        return ((int)reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }
}
