using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Status;

/// <summary>The status for people: one line that says whether all is well, then tables with the worst first.</summary>
/// <param name="rows">How many rows of each table are shown.</param>
internal sealed class StatusText(IAnsiConsole console, int rows)
{
    private const int LongestError = 100;
    private const int UnreadAtOnce = 3;

    private int MostUnread => rows == int.MaxValue ? rows : UnreadAtOnce;

    public void Write(JsonObject status)
    {
        var server = status["server"] as JsonObject ?? [];
        var now = Time(server.Text("now"));
        WriteHead(server, status.Texts("attention"), now);
        WriteUnread(status.Items("unread-points"));
        WriteCheckpoints([.. status.Items("tasks").Select(task => task["checkpoint"]).OfType<JsonObject>().Where(checkpoint => checkpoint.Text("written").Length > 0)], now);
        WriteReloads(status["configuration"] as JsonObject, status["definitions"] as JsonObject);
        WriteTasks(status.Items("tasks"));
        WriteUnended(status.Items("unended-tasks"), now);
        WriteHandlers(status.Items("handlers"), now);
        WritePlugins(status.Items("plugins"));
        WriteSilentFunctions(status.Items("silent-functions"));
        WriteTopics(status.Items("topics"));
        WriteSources(status.Items("sources"));
        WriteInputs(status.Items("inputs"));
        WriteOutputs(status.Items("outputs"), now);
        WriteSubscriptions(status.Items("subscriptions"));
        foreach (var certificate in status.Texts("certificates").Take(rows))
            console.MarkupLineInterpolated($"[red]{Error(certificate).Text}[/]");
        if (status["silences"] is JsonObject silences && silences.Text("active") is not ("" or "0") and var active)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"Silences: {Amount.Grouped(active)} active, {Amount.Grouped(silences.Text("withheld"))} open alerts kept back [dim]'tocsin silences' lists and expires them[/]");
        }

        if (status["put-off"] is JsonObject putOff)
            WritePutOff(putOff);

        if (status.Text("openness") is { Length: > 0 } openness)
            console.MarkupLineInterpolated($"[red]{openness}[/]");
        if (status.Text("quarantined") is not ("" or "0") and var quarantined)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[red]Quarantine: {Amount.Grouped(quarantined)}[/] [dim]'tocsin quarantine' lists requests that were not understood, replays and drops them[/]");
        }

        if (status.Text("dead-letters") is not ("" or "0") and var letters)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[red]Dead letters: {Amount.Grouped(letters)}[/] [dim]'tocsin dead-letters' lists them, resends and drops them[/]");
        }
    }

    private void WriteHead(JsonObject server, IReadOnlyList<string> attention, DateTimeOffset? now)
    {
        console.Markup($"[bold]Tocsin {Markup.Escape(server.Text("version"))} on {Markup.Escape(server.Text("hostname"))}[/]  ");
        console.MarkupLineInterpolated(attention.Count == 0 ? $"[green]all is well[/]" : (FormattableString)$"[red]{string.Join(", ", attention)}[/]");
        var free = server.Text("free-bytes") is { Length: > 0 } bytes ? $"{Amount.Bytes(bytes)} free, " : "";
        Fact("up", $"{Amount.Age(now - Time(server.Text("up-since")))}, since {TimeText.Short(server.Text("up-since"))}");
        Fact("points", $"{Amount.Grouped(server.Text("points"))} in, {Amount.Grouped(server.Text("points-per-second"))} a second");
        Fact("data", $"{server.Text("data-folder")}: {Amount.Bytes(server.Text("data-bytes"))}, {free}version {server.Text("database-version")}");
        if (server.Text("plugin-folder") is { Length: > 0 } plugins)
            Fact("plugins", $"{(server.Text("plugins") == "0" ? "none" : server.Text("plugins"))} in {plugins}");
        if (server.Text("storage-error") is { Length: > 0 } error)
            console.MarkupLineInterpolated($"  [red]for {Amount.Age(now - Time(server.Text("storage-failing-since")))} state cannot be written: {error}[/]");
        WriteStorage(server["storage"] as JsonObject ?? []);
        if (server["journal"] is not JsonObject journal)
            return;
        Fact("journal", Amount.Bytes(journal.Text("bytes")));
        if (journal.Text("error") is { Length: > 0 } problem)
            console.MarkupLineInterpolated($"  [red]what is written cannot be kept: {problem}[/]");
    }

    private void WriteUnread(List<JsonObject> unread)
    {
        if (unread.Count == 0)
            return;
        var named = unread.Take(MostUnread).Select(points => $"{Amount.Grouped(points.Text("points"))} of {points.Text("database")}.{(points.Text("retention-policy") is { Length: > 0 } policy ? policy : "''")}");
        Fact("unread", $"{string.Join(", ", named)}{(unread.Count > MostUnread ? $" and {unread.Count - MostUnread} more" : "")}: no task reads these points");
    }

    private void WriteStorage(JsonObject storage)
    {
        var isUsed = storage.Text("reserve-used") == "true";
        var reserve = isUsed ? "reserve used" : $"reserve {Amount.Bytes(storage.Text("reserve-bytes"))}";
        Fact("storage", storage.Text("database") is { Length: > 0 } database ? database : $"write-ahead log {Amount.Bytes(storage.Text("log-bytes"))}, {reserve}");
        if (isUsed)
            console.MarkupLineInterpolated($"  [red]the disk is full: the server uses the space it reserved for that. Free some space[/]");
        if (storage.Text("last-refused") is { Length: > 0 } refused)
            console.MarkupLineInterpolated($"  [red]state changes left out: {storage.Text("refused")}, the last because of this: {refused}[/]");
        if (storage.Text("damage") is { Length: > 0 } damage)
            console.MarkupLineInterpolated($"  [red]{damage}[/]");
        foreach (var problem in storage.Texts("row-problems").Take(rows))
            console.MarkupLineInterpolated($"  [red]left out of the state: {problem}[/]");
    }

    private void WriteCheckpoints(List<JsonObject> checkpoints, DateTimeOffset? now)
    {
        if (checkpoints.Count == 0)
            return;
        var oldest = checkpoints.Min(checkpoint => Time(checkpoint.Text("written")));
        var bytes = checkpoints.Sum(checkpoint => long.TryParse(checkpoint.Text("bytes"), out var size) ? size : 0);
        Fact("state", $"of {Amount.Of(checkpoints.Count, "task")} written down, {Amount.Bytes(bytes)}, the oldest {Amount.Age(now - oldest)} ago");
    }

    private void WriteReloads(JsonObject? configuration, JsonObject? definitions)
    {
        if (definitions is not null)
            Fact("loaded", $"{definitions.Text("applied")} of {definitions.Text("of")} definitions of {definitions.Text("folder")}, {TimeText.Short(definitions.Text("at"))}");
        foreach (var error in (configuration?.Texts("errors") ?? []).Concat(configuration?.Texts("kept") ?? []).Concat(definitions?.Texts("errors") ?? []).Take(rows))
            console.MarkupLineInterpolated($"  [red]{Error(error).Text}[/]");
        if (definitions?.Text("orphans") is { } orphans and not ("" or "0"))
            console.MarkupLineInterpolated($"  [red]{orphans} definitions stay in force whose folder is gone: make it again, and leave it empty to delete them[/]");
        if (configuration?.Texts("needs-restart") is { Count: > 0 } waiting)
            console.MarkupLineInterpolated($"  [yellow]a restart of the server is needed for {string.Join(", ", waiting)}[/]");
    }

    private void Fact(string name, string value) => console.MarkupLineInterpolated($"  [dim]{name,-8}[/]{value}");

    private void WriteTasks(List<JsonObject> tasks)
    {
        var table = new StatusTable("Task", "State", "Entered>", "Errors>", "Waiting>", "Oldest>", "Last error");
        foreach (var task in tasks)
        {
            var lag = task["lag"] as JsonObject ?? [];
            var state = task.Text("state");
            var isWaiting = lag.Text("batches") is not ("" or "0");
            table.Add(
                task.Text("id"), new(state, StateColor.Of(state)), Amount.Grouped(task.Text("entered")), Amount.Quiet(task.Text("errors")),
                isWaiting ? $"{Amount.Grouped(lag.Text("points"))} points" : Cell.None, isWaiting ? Amount.Seconds(lag.Text("seconds")) : Cell.None,
                Error(task.Text("error") is { Length: > 0 } error ? error
                    : state != "running" && ErrorOf(task["last-error"] as JsonObject) is { Length: > 0 } last ? last
                    : task.Texts("warnings").FirstOrDefault() ?? ""));
        }

        table.Write(console, rows);
    }

    private void WriteUnended(List<JsonObject> tasks, DateTimeOffset? now)
    {
        var table = new StatusTable("Stopped task", "Node that does not end", "For>");
        foreach (var task in tasks)
            table.Add(task.Text("id"), new(task.Text("node"), "red"), Amount.Age(now - Time(task.Text("since"))));
        table.Write(console, rows);
    }

    private void WriteHandlers(List<JsonObject> handlers, DateTimeOffset? now)
    {
        var table = new StatusTable("Handler", "State", "Owed>", "Running>", "Delivered>", "Dead>", "Fails for>", "Last error");
        foreach (var handler in handlers)
        {
            var state = handler.Text("state");
            table.Add(
                handler.Text("handler"), new(state, StateColor.Of(state)), Amount.Quiet(handler.Text("owed")), Amount.Quiet(handler.Text("running")),
                Amount.Quiet(handler.Text("delivered")), Amount.Quiet(handler.Text("dead")),
                Time(handler.Text("failing-since")) is { } since ? Amount.Age(now - since) : Cell.None,
                Error(handler.Text("error")));
        }

        table.Write(console, rows);
    }

    private void WritePlugins(List<JsonObject> plugins)
    {
        var table = new StatusTable("Plugin", "State", "Error");
        foreach (var plugin in plugins)
            table.Add(plugin.Text("id"), new(plugin.Text("state"), "red"), Error(plugin.Text("error")));
        table.Write(console, rows);
    }

    private void WriteTopics(List<JsonObject> topics)
    {
        var table = new StatusTable("Topic", "Level", "Critical>", "Warning>", "Info>", "Ok>", "Collected>", "Handlers>");
        foreach (var topic in topics)
        {
            var (level, events) = (topic.Text("level"), topic["events"] as JsonObject ?? []);
            table.Add(
                topic.Text("topic"), new(level, StateColor.Of(level)), Amount.Quiet(events.Text("critical")), Amount.Quiet(events.Text("warning")),
                Amount.Quiet(events.Text("info")), Amount.Quiet(events.Text("ok")), Amount.Quiet(topic.Text("collected")), Amount.Quiet(topic.Text("handlers")));
        }

        table.Write(console, rows);
    }

    private void WriteSources(List<JsonObject> sources)
    {
        var table = new StatusTable("Source", "State", "Received>", "Events>", "Refused>", "Limited>", "Quarantined>", "Last error");
        foreach (var source in sources)
        {
            var (problem, last) = (source.Text("problem"), source.Text("last-error"));
            var state = problem.Length > 0 ? "broken" : source.Text("refusing") == "true" ? "refused" : "ok";
            table.Add(
                source.Text("id"), new(state, StateColor.Of(state)), Amount.Quiet(source.Text("received")), Amount.Quiet(source.Text("events")),
                Amount.Quiet(source.Text("refused")), Amount.Quiet(source.Text("limited")), Amount.Quiet(source.Text("quarantined")),
                Error(problem.Length > 0 ? problem : state == "ok" ? "" : last));
        }

        table.Write(console, rows);
    }

    private void WriteSilentFunctions(List<JsonObject> functions)
    {
        var table = new StatusTable("Function", "State", "Last error");
        foreach (var function in functions)
            table.Add("@" + function.Text("name"), new("silent", "red"), Error(function.Text("error")));
        table.Write(console, rows);
    }

    private void WriteInputs(List<JsonObject> inputs)
    {
        var table = new StatusTable("Input", "State", "Address", "Connections>", "Received>", "Points>", "Refused>", "Dropped>", "Last error");
        foreach (var input in inputs)
        {
            var problem = input.Text("problem");
            var state = problem.Length > 0 ? "closed"
                : input.Text("failing") is not ("" or "0") ? "failing"
                : input.Text("refusing") == "true" ? "refused"
                : input.Text("incomplete") is not ("" or "0") ? "incomplete" : "ok";
            table.Add(
                input.Text("input"), new(state, StateColor.Of(state)), input.Text("address"), Amount.Quiet(input.Text("connections")), Amount.Quiet(input.Text("received")),
                Amount.Quiet(input.Text("points")), Amount.Quiet(input.Text("refused")), Amount.Quiet(input.Text("dropped")),
                Error(problem.Length > 0 ? problem : input.Text("last-error")));
        }

        table.Write(console, rows);
    }

    private void WriteSubscriptions(List<JsonObject> subscriptions)
    {
        var table = new StatusTable("Subscriptions on", "State", "Count>", "Name", "Sent to", "Last error");
        foreach (var subscription in subscriptions)
        {
            var state = subscription.Text("problem").Length > 0 ? "failing" : "ok";
            table.Add(
                subscription.Text("influxdb"), new(state, StateColor.Of(state)), Amount.Quiet(subscription.Text("count")), subscription.Text("name"), subscription.Text("destination"),
                Error(subscription.Text("problem")));
        }

        table.Write(console, rows);
    }

    private void WriteOutputs(List<JsonObject> outputs, DateTimeOffset? now)
    {
        var table = new StatusTable("InfluxDB", "State", "Written>", "Refused>", "Dropped>", "Waiting>", "Fails for>", "Last error");
        foreach (var output in outputs)
        {
            var failingSince = Time(output.Text("failing-since"));
            var refusing = output.Text("refusing");
            var state = refusing.Length > 0 ? "refused" : failingSince is null ? "ok" : "failing";
            var error = refusing.Length > 0 ? refusing : output.Text("last-error");
            table.Add(
                output.Text("influxdb"), new(state, StateColor.Of(state)), Amount.Quiet(output.Text("written")), Amount.Quiet(output.Text("refused")), Amount.Quiet(output.Text("dropped")),
                output.Text("waiting-bytes") is "" or "0" ? Cell.None : Amount.Bytes(output.Text("waiting-bytes")),
                failingSince is { } since ? Amount.Age(now - since) : Cell.None,
                Error(output.Texts("failing") is { Count: > 0 } failing ? $"{string.Join(", ", failing)}: {error}" : error));
        }

        table.Write(console, rows);
    }

    private Cell Error(string text)
    {
        var line = OneLine.Of(text);
        return line.Length > LongestError && rows != int.MaxValue ? new(line[..LongestError] + "…", "dim") : new(line, "dim");
    }

    private static string ErrorOf(JsonObject? error) =>
        error is null ? "" : $"{error.Text("node")} at {error.Text("line")}:{error.Text("char")}: {error.Text("error")}";

    private void WritePutOff(JsonObject putOff)
    {
        var parts = new[] { ("grouped", "wait for their group"), ("limited", "are over a limit"), ("escalating", "are not open for long enough"), ("acknowledged", "are acknowledged") }
            .Where(part => putOff.Text(part.Item1) is not ("" or "0")).Select(part => $"{Amount.Grouped(putOff.Text(part.Item1))} {part.Item2}");
        if (string.Join(", ", parts) is { Length: > 0 } text)
            console.MarkupLineInterpolated($"Put off: {text} [dim]'tocsin alerts' says until when[/]");
    }

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
