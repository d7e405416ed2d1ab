using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Users;

namespace Tocsin.Server.Cli.Client.Users;

/// <summary>The roles of a command: <c>--role respond --role write</c>.</summary>
internal static class RolesChoice
{
    public const string Name = "role";

    public const string Description = "read, write (points only), respond (to alerts), author (tasks and handlers) or admin. Repeatable.";

    /// <exception cref="CliException">One of them is none, or there is none.</exception>
    public static JsonArray Read(ParseResult arguments, Option<string[]> option)
    {
        var names = (arguments.GetValue(option) ?? []).SelectMany(given => given.Split(',')).ToList();
        if (names.Count == 0)
            throw new CliException($"give at least one --role: {RoleNames.Known}", ExitCode.Usage);
        _ = RoleNames.Parse(names, out var problem);
        return problem is not null ? throw new CliException(problem, ExitCode.Usage) : [.. names.Select(name => JsonValue.Create(name))];
    }
}
