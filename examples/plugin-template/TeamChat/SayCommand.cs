using System.Net.Http.Json;
using Tocsin.Sdk;
using Tocsin.Sdk.Commands;

namespace TeamChat;

/// <summary>What <c>tocsin teamchat say</c> takes; these comments are its help.</summary>
[CommandOptions]
internal sealed record SayOptions
{
    /// <summary>The message.</summary>
    [CommandOption(IsArgument = true)]
    public required string Text { get; init; }

    /// <summary>The room the message goes to.</summary>
    [CommandOption(ValueName = "ROOM")]
    public string Room { get; init; } = "alerts";

    /// <summary>The address that takes messages; whoever knows it can post.</summary>
    [Secret]
    [CommandOption(ValueName = "URL", Variable = "TEAMCHAT_URL")]
    public required Uri Address { get; init; }
}

/// <summary>Posts a message, to try an address before alerts go there.</summary>
[ProgramCommand("teamchat say", "Post a message to a chat.", Examples = ["tocsin teamchat say \"hello, ops\" --room ops"])]
internal sealed class SayCommand(SayOptions options, CommandContext context, HttpClient http) : IProgramCommand
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await http.PostAsJsonAsync(options.Address, new { room = options.Room, text = options.Text }, cancellationToken);
            if (!reply.IsSuccessStatusCode)
                throw new CommandException($"the chat answered with status {(int)reply.StatusCode}: is the address right?");
        }
        catch (HttpRequestException problem)
        {
            throw new CommandException($"the chat cannot be reached: {problem.Message}");
        }

        await context.Output.WriteLineAsync($"posted to {options.Room}");
    }
}
