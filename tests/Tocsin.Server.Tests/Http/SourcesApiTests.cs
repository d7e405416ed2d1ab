using System.Text.Json;

namespace Tocsin.Server.Tests.Http;

public sealed class SourcesApiTests
{
    private const string Definition = """
        kind: generic
        topic: t
        auth: { header: { X-Key: [one, "${env:PATH}", "${env:PATH}two"] }, query: { k: three } }
        options: { id: $.id, level: $.level, signature: { header: X-Sign, secrets: [deep] } }
        """;

    [Fact]
    public async Task A_definition_is_kept_shown_without_secrets_and_deleted()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.SendAsync("PUT", "//tocsin/v1/sources/g", Definition)).Status.Should().Be(200);

        var shown = (await host.SendAsync("GET", "//tocsin/v1/sources/g")).Text;
        shown.Should().Contain("\"kind\": \"generic\"").And.Contain("\"***\"").And.Contain("\"${env:PATH}\"");
        shown.Should().NotContain("\"one\"").And.NotContain("two").And.NotContain("three").And.NotContain("deep");
        (await host.SendAsync("DELETE", "//tocsin/v1/sources/g")).Status.Should().Be(204);
        (await host.SendAsync("GET", "//tocsin/v1/sources/g")).Status.Should().Be(404);
    }

    [Theory]
    [InlineData("kind: genric", "body:1:7: unsupported source kind 'genric'; did you mean 'generic'?")]
    [InlineData("kind: generic\ntopik: t", "body:2:1: a source has no key 'topik'; did you mean 'topic'?")]
    [InlineData("kind: generic\nid: other\noptions: { id: a, level: OK }", "the definition is of source 'other', the address names 'g': make them the same")]
    [InlineData("kind: ${env:PATH}", "unsupported source kind '${env:PATH}'")]
    [InlineData("id: ${env:PATH}\nkind: generic", "id must consist of letters, numbers, '-', '.' and '_', not \"${env:PATH}\"")]
    [InlineData("kind: generic\ntopic: a-${env:PATH}\noptions: { id: a, level: OK }", "body:2:8: topic cannot take variables, as everybody sees it: write the name of a topic")]
    [InlineData("", "the body holds no definition: it needs id and kind")]
    public async Task A_wrong_definition_is_refused_with_the_way_out(string definition, string error)
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.SendAsync("PUT", "//tocsin/v1/sources/g", definition);

        reply.Status.Should().Be(400);
        using var json = JsonDocument.Parse(reply.Text);
        json.RootElement.GetProperty("error").GetString().Should().Contain(error);
    }

    [Fact]
    public async Task A_request_over_HTTP_is_answered_when_its_alert_is_there_and_kept_when_it_is_not_understood()
    {
        await using var host = await ApiHost.StartAsync();
        await host.SendAsync("POST", "//tocsin/v1/sources", "id: g\nkind: generic\ntopic: t\nauth: { query: { k: s3cret } }\nlimits: { bytes: 100 }\noptions: { id: $.id, level: $.level }");

        (await host.SendAsync("POST", "//ingest/g?k=s3cret", """{"id":"cpu","level":"WARNING"}""")).Status.Should().Be(202);
        (await host.SendAsync("GET", "/alerts/topics/t")).Text.Should().Contain("WARNING");
        (await host.SendAsync("POST", "//ingest/g?k=wrong", "{}")).Status.Should().Be(401);
        (await host.SendAsync("GET", "//tocsin/v1/sources/g")).Text.Should().Contain("\"last-refusal\": \"the parameter ").And.Contain("of the address is wrong");
        (await host.SendAsync("POST", "//ingest/other?k=s3cret", "{}")).Status.Should().Be(404);
        (await host.SendAsync("POST", "//ingest/g?k=s3cret", new string(' ', 101))).Status.Should().Be(413);
        (await host.SendAsync("POST", "//ingest/g?k=s3cret", "{}")).Status.Should().Be(202);

        var list = (await host.SendAsync("GET", "//tocsin/v1/quarantine")).Text;
        list.Should().Contain("\"source\": \"g\"").And.NotContain("s3cret");
        using var json = JsonDocument.Parse(list);
        var number = json.RootElement.GetProperty("requests")[0].GetProperty("number").GetInt64();
        (await host.SendAsync("GET", $"//tocsin/v1/quarantine/{number}")).Text.Should().Contain("k=***").And.NotContain("s3cret");
        (await host.SendAsync("POST", $"//tocsin/v1/quarantine/{number}/replay")).Status.Should().Be(409);
        (await host.SendAsync("DELETE", $"//tocsin/v1/quarantine/{number}")).Status.Should().Be(204);
        (await host.SendAsync("GET", $"//tocsin/v1/quarantine/{number}")).Status.Should().Be(404);
    }
}
