using Microsoft.AspNetCore.Http;
using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.BuiltIn;

/// <summary>Redirects as the clients meet them that the engine makes.</summary>
public sealed class RedirectTests
{
    [Theory]
    [InlineData(302)]
    [InlineData(308)]
    public async Task Post_is_not_sent_on_and_the_credentials_stay_here(int status)
    {
        await using var elsewhere = await Stand.AnsweringAsync(200);
        await using var stand = await StandThatSendsTo(status, $"{elsewhere.Url}moved?key=k3y");
        var handler = BuiltInHandlers.Create("post", $$"""{"url":"{{stand.Url}}alerts","headers": {"Authorization":"Bearer t0ken-secret"} }""");

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Should().Be(Delivery.Refused(
            $"post to {stand.Url.Authority}: status {status}: it redirects to {elsewhere.Url}moved, and redirects are not followed: set the new address"));
        elsewhere.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Loop_is_one_request()
    {
        await using var stand = await StandThatSendsTo(302, "/alerts");
        var handler = BuiltInHandlers.Create("post", $$"""{"url":"{{stand.Url}}alerts"}""");

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        stand.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Client_for_any_certificate_follows_none_either()
    {
        await using var elsewhere = await Stand.AnsweringAsync(200);
        await using var stand = await StandThatSendsTo(307, elsewhere.Url.AbsoluteUri);
        using var http = HandlerHttp.Create(verifies: false);

        using var reply = await http.GetAsync(stand.Url);

        ((int)reply.StatusCode).Should().Be(307);
        elsewhere.Requests.Should().BeEmpty();
    }

    private static Task<Stand> StandThatSendsTo(int status, string location) => Stand.StartAsync(context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    });
}
