using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Handlers;

public sealed class HandlerVariablesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new(new Refusing());

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_content_of_a_file_is_filled_in_without_its_line_end_and_is_never_told()
    {
        var file = Secret("s3cr3t-token\n");
        var factory = new HandlerFactory(() => HandlerKinds.BuiltIn, new HandlerServices { Http = _http });

        factory.TryCreate("post", $$"""{"url":"http://host/${file:{{file}}}"}""", new HandlerContext(), out var handler, out var refusal).Should().BeTrue(refusal?.Message);
        var delivery = await handler!.HandleAsync(AlertRig.Event("a"), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Retry);
        delivery.Reason.Should().Contain("***").And.NotContain("s3cr3t");
    }

    [Fact]
    public void A_value_that_does_not_fit_is_not_told()
    {
        var factory = new HandlerFactory(() => HandlerKinds.BuiltIn, new HandlerServices { Http = _http });

        factory.TryCreate("log", $$"""{"path":"/tmp/x","mode":"${file:{{Secret("not a number")}}}"}""", new HandlerContext(), out _, out var refusal).Should().BeFalse();

        refusal!.Message.Should().Be("handler kind 'log': option 'mode' must be a whole number, not the text of a variable");
    }

    [Fact]
    public void A_variable_without_a_value_is_told_with_key_file_and_line()
    {
        var parsed = HandlerFile.Parse("topic: t\nid: h\nkind: post\noptions:\n  url: http://host/\n  headers:\n    X: ${env:TOCSIN_NO_SUCH_VARIABLE}\n", "h.yaml");

        parsed.Entries[0].Check(HandlerKinds.BuiltIn).Select(problem => problem.ToString()).Should()
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
