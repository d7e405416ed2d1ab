using System.Text.Json;
using Tocsin.Sdk;

namespace TeamChat.Tests;

/// <summary>What every handler keeps that tells a service by HTTP, and what this one says.</summary>
public sealed class TeamChatContractTests : HandlerContract
{
    [Fact]
    public async Task A_message_names_people_level_and_alert()
    {
        await using var chat = await Stand.AnsweringAsync(200);
        using var http = new HttpClient();
        var handler = Create(new ContractSetting(chat.Url, http, TimeProvider.System)).Handler;

        await handler.HandleAsync(Events.Critical() with { Message = "disk is full" }, CancellationToken.None);

        using var message = JsonDocument.Parse(Assert.Single(chat.Bodies));
        Assert.Equal("ops", message.RootElement.GetProperty("room").GetString());
        Assert.Equal("@anna [CRITICAL] disk is full", message.RootElement.GetProperty("text").GetString());
    }

    protected override bool HasDestination => true;

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new TeamChatOptions { Room = setting.Destination ?? "ops", Mentions = ["@anna"] };
        var settings = new TeamChatSettings { Enabled = true, Url = new Uri(setting.Url, "hook/s3cret") };
        return new ContractSubject(new TeamChatHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
