using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Handlers;

public sealed class HandlerVariablesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_content_of_a_file_is_filled_in_without_its_line_end_and_is_never_told()
    {
        await using var rig = new AlertRig(http: new Refusing());
        var spec = AlertRig.Spec("t", "h", kind: "post", options: $$"""{"url":"http://host/${file:{{Secret("s3cr3t-token\n")}}}"}""");
        (await rig.Alerts.Handlers.CreateAsync(spec)).Should().BeNull();

        await rig.Publish("t", AlertRig.Event("a"));
        await Until.True(() => rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("t/h"))!.LastError.Length > 0);

        rig.Alerts.Outbox.FindCounters(HandlerTarget.Parse("t/h"))!.LastError.Should().Contain("no way to").And.Contain("***").And.NotContain("s3cr3t");
    }

    [Fact]
    public async Task A_value_that_does_not_fit_is_not_told()
    {
        await using var rig = new AlertRig();
        var spec = AlertRig.Spec("t", "h", kind: "log", options: $$"""{"path":"/tmp/x","mode":"${file:{{Secret("not a number")}}}"}""");

        var refusal = await rig.Alerts.Handlers.CreateAsync(spec);

        refusal!.Message.Should().Be("failed to create handler: handler kind 'log': option 'mode' must be a whole number, not the text of a variable");
    }

    [Fact]
    public void A_variable_without_a_value_is_told_with_key_file_and_line()
    {
        var parsed = HandlerFile.Parse("topic: t\nid: h\nkind: post\noptions:\n  url: http://host/\n  headers:\n    X: ${env:TOCSIN_NO_SUCH_VARIABLE}\n", "h.yaml");

        parsed.Entries[0].ErrorsWith(HandlerKinds.BuiltIn, static _ => null).Select(problem => problem.ToString()).Should()
            .Equal("h.yaml:7:8: option 'headers.X': the environment variable TOCSIN_NO_SUCH_VARIABLE is not set");
    }

    private string Secret(string text)
    {
        var file = Path.Combine(_folder.Path, "secret");
        File.WriteAllText(file, text);
        return file;
    }

    private sealed class Refusing : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("no way to " + request.RequestUri);
    }
}
