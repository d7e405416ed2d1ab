using System.Text.Json;
using Tocsin.Sdk.Commands;

namespace TeamChat.Tests;

/// <summary>What <c>tocsin teamchat say</c> does, called as the program calls it.</summary>
public sealed class SayCommandTests
{
    [Fact]
    public async Task A_message_is_posted_to_the_room()
    {
        await using var chat = await Stand.AnsweringAsync(200);
        var output = new StringWriter { NewLine = "\n" };

        await CommandFor(chat.Url, output).RunAsync(CancellationToken.None);

        using var message = JsonDocument.Parse(Assert.Single(chat.Bodies));
        Assert.Equal("ops", message.RootElement.GetProperty("room").GetString());
        Assert.Equal("hello", message.RootElement.GetProperty("text").GetString());
        Assert.Equal("posted to ops\n", output.ToString());
    }

    [Fact]
    public async Task An_answer_that_is_no_success_fails_the_command()
    {
        await using var chat = await Stand.AnsweringAsync(404);

        var failure = await Assert.ThrowsAsync<CommandException>(() => CommandFor(chat.Url, TextWriter.Null).RunAsync(CancellationToken.None));

        Assert.Equal("the chat answered with status 404: is the address right?", failure.Message);
    }

    private static SayCommand CommandFor(Uri address, TextWriter output)
    {
        var options = new SayOptions { Text = "hello", Room = "ops", Address = address };
        return new SayCommand(options, new CommandContext { Output = output }, new HttpClient());
    }
}
