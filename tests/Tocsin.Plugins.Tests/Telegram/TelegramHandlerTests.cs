using Microsoft.AspNetCore.Http;
using Tocsin.Plugins.Telegram;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Telegram;

public sealed class TelegramHandlerTests
{
    [Fact]
    public async Task Event_is_sent_byte_for_byte_with_all_options()
    {
        await using var stand = await Stand.AnsweringAsync(200, """{"ok":true}""");
        var options = new TelegramOptions { ChatId = "-100", ParseMode = "HTML", DisableNotification = true, DisableWebPagePreview = true };

        var delivery = await HandlerFor(stand, options).HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Targets.Should().Equal("/bot110:AAH/sendMessage");
        stand.ContentTypes.Should().Equal("application/json");
        stand.Bodies.Should().Equal(
            """
            {"chat_id":"-100","disable_notification":true,"disable_web_page_preview":true,"parse_mode":"HTML",
            "text":"cpu/a is CRITICAL <31>\nrunbook"}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public async Task What_is_not_said_is_not_sent_and_the_chat_is_that_of_the_configuration()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await HandlerFor(stand, new TelegramOptions()).HandleAsync(Events.Critical() with { Message = "" }, default);

        stand.Bodies.Should().Equal("""{"chat_id":"9","text":"cpu/a"}""" + "\n");
    }

    [Fact]
    public async Task Text_that_is_cut_loses_its_markup()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await HandlerFor(stand, new TelegramOptions { ParseMode = "HTML" })
            .HandleAsync(Events.Critical() with { Message = new string('b', 5000) }, default);

        stand.Bodies.Single().Should().NotContain("parse_mode").And.Contain("b…");
    }

    [Theory]
    [InlineData("Markdown")]
    [InlineData("HTML")]
    public async Task Text_that_is_no_markup_is_sent_once_more_without(string mode)
    {
        const string Refusal = "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 14";
        var requests = 0;
        await using var stand = await Stand.StartAsync(async context =>
        {
            var isMarkedUp = Interlocked.Increment(ref requests) == 1;
            context.Response.StatusCode = isMarkedUp ? 400 : 200;
            await context.Response.WriteAsync(isMarkedUp ? $$"""{"ok":false,"error_code":400,"description":"{{Refusal}}"}""" : """{"ok":true}""");
        });
        var log = new List<string>();
        var handler = HandlerFor(stand, new TelegramOptions { ParseMode = mode }, log);

        var delivery = await handler.HandleAsync(Events.Critical() with { Message = "disk /var/lib_data is full" }, default);

        delivery.Should().Be(Delivery.Done with { Reply = $"sent without markup: {Refusal}" });
        stand.Bodies.Should().Equal(
            $$"""{"chat_id":"9","parse_mode":"{{mode}}","text":"disk /var/lib_data is full"}""" + "\n", """{"chat_id":"9","text":"disk /var/lib_data is full"}""" + "\n");
        log.Should().Equal($"the text of 'cpu/a' isn't valid {mode} and was sent without markup: {Refusal}");
    }

    [Theory]
    [InlineData("Markdown", "Bad Request: chat not found")]
    [InlineData("", "Bad Request: can't parse entities")]
    public async Task Other_refusals_are_final(string mode, string description)
    {
        await using var stand = await Stand.AnsweringAsync(400, $$"""{"ok":false,"description":"{{description}}"}""");

        var delivery = await HandlerFor(stand, new TelegramOptions { ParseMode = mode }).HandleAsync(Events.Critical(), default);

        delivery.Reason.Should().Be($"Telegram answered 400: {description}");
        stand.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Wait_in_the_body_is_honoured()
    {
        await using var stand = await Stand.AnsweringAsync(
            429, """{"ok":false,"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}}""");

        var delivery = await HandlerFor(stand, new TelegramOptions()).HandleAsync(Events.Critical(), default);

        delivery.RetryAfter.Should().Be(TimeSpan.FromSeconds(35));
        delivery.Reason.Should().Be("Telegram answered 429: Too Many Requests: retry after 35");
    }

    [Fact]
    public async Task Event_without_a_chat_is_refused_with_the_way_out()
    {
        await using var stand = await Stand.AnsweringAsync(200);
        var handler = new TelegramHandler(
            new TelegramOptions(), new TelegramSettings { Token = "t", Url = stand.Url }, new HandlerContext(), new HttpClient(), TimeProvider.System);

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Reason.Should().Be(
            "Telegram: no chat to send to: set 'chat-id' in the handler or in the section 'telegram' of the server's configuration");
        stand.Requests.Should().BeEmpty();
    }

    [Fact]
    public void Mistakes_in_options_are_told()
    {
        new TelegramOptions { ParseMode = "zzz" }.Check().Should().ContainSingle().Which.Message.Should()
            .Be("parseMode zzz is not valid, please use 'Markdown', 'MarkdownV2' or 'HTML'");
        new TelegramSettings { Enabled = true }.Check().Should().ContainSingle().Which.Option.Should().Be("token");
        new TelegramSettings().Check().Should().BeEmpty();
    }

    private static TelegramHandler HandlerFor(Stand stand, TelegramOptions options, List<string>? log = null) => new(
        options,
        new TelegramSettings { Enabled = true, Token = "110:AAH", ChatId = "9", Url = new Uri(stand.Url, "bot") },
        new HandlerContext { Log = text => log?.Add(text) },
        new HttpClient(),
        TimeProvider.System);
}
