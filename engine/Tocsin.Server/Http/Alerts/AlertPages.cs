using System.Globalization;
using System.Text.Json;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Listing;
using Tocsin.Alerting.Hosting;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Server.Http.Alerts;

/// <summary>Lists of open alerts page by page, in any order, searched and folded: quick with a hundred thousand of them.</summary>
internal sealed class AlertPages(AlertSystem alerts, TimeProvider time)
{
    /// <summary>Alerts of a page where nobody says how many.</summary>
    public const int DefaultLimit = 100;

    private const int MostOfPage = 500;
    private const int LongestSearch = 1000;

    /// <summary>The parameters that ask for a page.</summary>
    public static readonly string[] QueryNames = ["limit", "after", "sort", "group", "fold", "q"];

    public static bool IsAskedFor(IQueryCollection query) => Array.Exists(QueryNames, query.ContainsKey);

    /// <param name="filter">What the alerts must be.</param>
    public Task ListAsync(HttpContext context, AlertQuery filter)
    {
        var page = alerts.Index.Read().Page(Read(context.Request.Query, filter));
        return ApiAnswer.LineAsync(context, writer =>
        {
            writer.WriteStartObject();
            Write(writer, page);
            writer.WriteEndObject();
        });
    }

    /// <summary>Writes the members of a page.</summary>
    public void Write(Utf8JsonWriter writer, AlertPage page)
    {
        writer.WriteNumber("number", page.Number);
        writer.WriteString("now", Instant.From(time.GetUtcNow()).ToString());
        writer.WritePropertyName("totals");
        AlertRowJson.Write(writer, page.Totals);
        writer.WritePropertyName("alerts");
        Write(writer, page.Alerts);
        if (page is { HasMore: true, Alerts: [.., var last] })
            writer.WriteString("next", AlertCursor.Write(last.Place));
        else
            writer.WriteNull("next");
        writer.WriteNumber("fold-count", page.FoldCount);
        writer.WriteStartArray("folds");
        foreach (var fold in page.Folds)
        {
            writer.WriteStartObject();
            writer.WriteString("key", fold.Key);
            writer.WritePropertyName("totals");
            AlertRowJson.Write(writer, fold.Totals);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a list of alerts with the silences that match them.</summary>
    public void Write(Utf8JsonWriter writer, IReadOnlyList<ListedAlert> listed)
    {
        var now = time.GetUtcNow();
        writer.WriteStartArray();
        foreach (var (alert, silences) in listed.Zip(alerts.Silences.Of([.. listed.Select(alert => alert.Event)])))
            AlertRowJson.Write(writer, alert, silences, now);
        writer.WriteEndArray();
    }

    private static AlertPageQuery Read(IQueryCollection query, AlertQuery filter)
    {
        var (sort, group, search) = (query["sort"].ToString(), query["group"].ToString(), query["q"].ToString());
        if (sort.Length > 0 && AlertOrder.Find(sort) is null)
            throw ApiException.BadRequest($"sort is {string.Join(", ", AlertOrder.Names)}, not '{sort}'");
        if (filter.MinLevel == AlertLevel.Ok)
            throw ApiException.BadRequest("a list by pages has what is open only: leave out level, or the parameters of pages");
        if (search.Length > LongestSearch)
            throw ApiException.BadRequest($"q may have {LongestSearch} characters, not {search.Length}");
        if (query.ContainsKey("fold") && group.Length == 0)
            throw ApiException.BadRequest("fold needs a group: topic, task or the name of a tag");
        return new AlertPageQuery
        {
            Limit = ReadLimit(query["limit"].ToString()),
            Sort = sort.Length > 0 ? sort : AlertOrder.Default,
            After = query["after"].ToString() is { Length: > 0 } cursor ? AlertCursor.Read(cursor) : null,
            Group = group,
            Fold = query.ContainsKey("fold") ? query["fold"].ToString() : null,
            Search = AlertSearch.Of(search),
            Filter = filter,
        };
    }

    private static int ReadLimit(string text)
    {
        if (text.Length == 0)
            return DefaultLimit;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostOfPage
            ? limit
            : throw ApiException.BadRequest($"limit is a number from 1 to {MostOfPage}, not '{text}'");
    }
}
