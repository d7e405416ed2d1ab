using System.IO.Pipelines;
using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Isolation;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Isolation;

/// <summary>What goes over the pipe between a server and the process of a handler.</summary>
public sealed class WireTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Pipe _toChild = new();
    private readonly Pipe _fromChild = new();

    [Fact]
    public void Configured_values_arrive_as_they_were_and_texts_of_variables_as_such()
    {
        var value = new ConfigMap(
        [
            new("text", new ConfigText("5")), new("secret", new ConfigText("7") { IsSubstituted = true }), new("whole", new ConfigInteger(long.MaxValue)),
            new("part", new ConfigFloat(0.5)), new("flag", new ConfigFlag(true)), new("nothing", new ConfigNull()),
            new("list", new ConfigList([new ConfigText("a"), new ConfigMap([new("b", new ConfigInteger(1))])])),
            new("twice", new ConfigText("first")), new("twice", new ConfigText("last")),
        ]);

        var read = ConfigWire.Read(ConfigWire.Write(value));

        var map = read.Should().BeOfType<ConfigMap>().Subject;
        map.Entries.Should().HaveCount(8);
        map.Entries.Where(entry => entry.Value is not ConfigList).Should().BeEquivalentTo(
            value.Entries.Where(entry => entry.Value is not ConfigList && (entry.Value as ConfigText)?.Value != "first"), options => options.RespectingRuntimeTypes());
        ConfigWire.Write(read).GetRawText().Should().Be(ConfigWire.Write(value).GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("what somebody printed to the standard output")]
    [InlineData("\u0004\0\0\0nope")]
    [InlineData("\u0010\0\0\0{}")]
    [InlineData("\u0004\0\0\0null")]
    public async Task What_is_no_message_is_told_as_such(string bytes)
    {
        var read = async () => await Wire.ReadAsync<ToChild>(new MemoryStream(Encoding.Latin1.GetBytes(bytes)));

        if (bytes.Length == 0)
            (await read()).Should().BeNull("it is the end");
        else
            await read.Should().ThrowAsync<InvalidDataException>();
    }

    [Fact]
    public async Task A_handler_is_made_called_and_left_alone_at_the_end_of_the_pipe()
    {
        var path = Path.Combine(_folder.Path, "alerts.log");
        var run = Run();
        await SendAsync(new ToChild { Make = Spec("log", new ConfigMap([new("path", new ConfigText(path))])) });
        (await HearAsync()).Made!.Error.Should().BeNull();

        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        EventCodec.Write(bytes, AlertRig.Event("a") with { Topic = "t" });
        await SendAsync(new ToChild { Call = new WireCall(7, bytes.WrittenSpan.ToArray(), "key") });
        var answer = (await HearAsync()).Delivery!;
        await SendAsync(new ToChild { Call = new WireCall(8, [99], "key") });
        var damaged = (await HearAsync()).Delivery!;
        await _toChild.Writer.CompleteAsync();
        await run;

        (answer.Number, answer.Read().Outcome).Should().Be((7, DeliveryOutcome.Done));
        (damaged.Number, damaged.Read().Reason).Should().Be((8, "An event in storage has the unknown version 99."));
        File.ReadAllText(path).Should().Contain("\"id\":\"a\"");
    }

    [Fact]
    public async Task A_handler_that_cannot_be_made_is_told_with_the_reason()
    {
        var run = Run();
        await SendAsync(new ToChild { Make = Spec("log", new ConfigMap([new("pth", new ConfigText("x"))])) });

        (await HearAsync()).Made!.Error.Should().Contain("has no option 'pth'");
        await run;
    }

    public void Dispose() => _folder.Dispose();

    private Task Run() => new IsolatedRun(_toChild.Reader.AsStream(), _fromChild.Writer.AsStream(), static _ => HandlerKinds.BuiltIn).RunAsync();

    private async Task SendAsync(ToChild message) => await _toChild.Writer.WriteAsync(Wire.Pack(message));

    private async Task<FromChild> HearAsync() => (await Wire.ReadAsync<FromChild>(_fromChild.Reader.AsStream()))!; // The other end is open.

    private static IsolatedSpec Spec(string kind, ConfigValue options) => new()
    {
        Kind = kind,
        Options = ConfigWire.Write(options),
        Sections = ConfigWire.Write(ConfigMap.Empty),
        HandlerId = "h",
        Hostname = "host",
        ServerUrl = new Uri("http://host:9092"),
    };
}
