using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Secrets;
using Tocsin.Engine.Hosting;
using Tocsin.Inputs.Scraping;

namespace Tocsin.Server.Http.Configuration;

/// <summary>
/// Sees to it that whoever may not read a secret cannot have it sent to a place of his own, nor read it on its way. A secret may go where it
/// went before, and a secret of the file where the file says.
/// </summary>
internal static class SecretDestinations
{
    private const string WayOut = "ask on the server's own machine, or set http.remote-programs: true in the configuration";

    // Where InfluxDB sends its points, with a secret or without.
    private const string Subscriber = "kapacitor-hostname";

    /// <param name="file">The configuration's file.</param>
    /// <param name="before">The configuration without the change.</param>
    /// <param name="after">The same with it.</param>
    /// <exception cref="ApiException">The change leads secrets that it does not give to another place.</exception>
    public static void Check(ConfigUpdate update, ConfigFile file, ConfigFile before, ConfigFile after)
    {
        if (update.Section == ScraperOptions.StaticDiscovery)
            CheckTargets(file.Options, before.Options, after.Options);
        if (update.Section == ScraperOptions.FileDiscovery && update.Gives("files"))
            throw Refused($"'files' says which files the server reads, and whom scrapers send their secrets to: {WayOut}");
        if (DefaultOf(before.Options) is var usual and >= 0 && DefaultOf(after.Options) is var other && other != usual)
            throw Refused($"tasks that name no InfluxDB would write to {(other < 0 ? "none" : $"'{after.Options.Influxdb[other].Name}'")}, and no more to '{before.Options.Influxdb[usual].Name}': {WayOut}");
        if (!update.IsOfElement)
            return;

        // By their places, which a change of options leaves as they are: what an element is called says nothing.
        var (inFile, were) = (update.Elements(file.Root), update.Elements(before.Root));
        foreach (var (at, element) in update.Elements(after.Root).Index())
            CheckElement(update, inFile.ElementAtOrDefault(at) ?? ConfigMap.Empty, were.ElementAtOrDefault(at) ?? ConfigMap.Empty, element);
    }

    // The place of the one that tasks mean which name none; below 0 when there is none.
    private static int DefaultOf(ServerOptions options)
    {
        var isSingle = options.Influxdb.Count(entry => entry.Enabled) == 1;
        return options.Influxdb.ToList().FindIndex(entry => entry.Enabled && (isSingle || entry.Default));
    }

    private static void CheckElement(ConfigUpdate update, ConfigMap file, ConfigMap before, ConfigMap after)
    {
        if (IsNew(Subscriber, after, [before, file]))
            throw Refused($"'{Subscriber}' says where InfluxDB sends what is written to it: {WayOut}");
        foreach (var secret in update.Secrets.Where(secret => !update.Gives(secret.Split('.')[0])))
        {
            if (Values(after, secret.Split('.')) is not { Length: > 0 } kept)
                continue;
            var owners = new[] { before, file }.Where(options => Values(options, secret.Split('.')) == kept).ToList();
            var known = new JsonArray([.. owners.Select(options => JsonNode.Parse(ConfigJson.Write(options)))]);
            if (OptionDestination.FirstNew(JsonNode.Parse(ConfigJson.Write(after)), known) is { } moved)
                throw Refused($"'{moved.Path}' leads to another place, {moved.Place}, which would be sent the secret '{secret}': give the secret again with it, {WayOut}");
            if (OptionTrust.Names.FirstOrDefault(option => IsNew(option, after, owners)) is { } trust)
                throw Refused($"'{trust}' decides who can read the secret '{secret}' when it is sent: give the secret again with it, {WayOut}");
        }
    }

    private static void CheckTargets(ServerOptions file, ServerOptions before, ServerOptions after)
    {
        foreach (var scraper in after.Scraper.Where(scraper => scraper.Password.Length + scraper.BearerToken.Length > 0))
        {
            if (Targets(after, scraper).Except([.. Targets(before, scraper), .. Targets(file, scraper)], StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } target)
                throw Refused($"'targets' leads to another place, {target}, which would be sent the secret of the scraper '{scraper.Name}': {WayOut}");
        }
    }

    // Those that are not enabled, too: they can be.
    private static IEnumerable<string> Targets(ServerOptions options, ScraperOptions scraper) =>
        options.StaticDiscovery.Where(discovery => discovery.Id == scraper.DiscovererId).SelectMany(discovery => discovery.Targets);

    private static bool IsNew(string option, ConfigMap after, IEnumerable<ConfigMap> known) =>
        after.TryFind(option, out var value) && !IsStrict(option, value) && known.All(options => Values(options, [option]) != Values(after, [option]));

    private static bool IsStrict(string option, ConfigValue value) => option.EndsWith("-verify", StringComparison.Ordinal) && value is ConfigFlag { Value: false };

    // What stands at a path, in all entries of lists on it; empty where nothing does.
    private static string Values(ConfigValue value, ReadOnlySpan<string> path)
    {
        if (value is ConfigNull or ConfigText { Value: "" } or ConfigMap { Entries: [] } or ConfigList { Items: [] })
            return "";
        if (path.IsEmpty)
            return ConfigJson.Write(value);
        var all = "";
        foreach (var item in value is ConfigList list ? list.Items : [value])
            all += item is ConfigMap map && map.TryFind(path[0], out var inner) ? Values(inner, path[1..]) : "";
        return all;
    }

    private static ApiException Refused(string why) => new(StatusCodes.Status403Forbidden, why);
}
