using System.Globalization;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Server.Http.Alerts;

/// <summary><c>/tocsin/v1/alerts/noise</c>: which alerts handlers are notified of most, at which hours, and which nobody ever acknowledged.</summary>
internal sealed class NoiseApi(AlertSystem alerts, TimeProvider time)
{
    private const int DefaultDays = 7;
    private const int MostDays = 90;
    private const int Loudest = 50;

    private static readonly string[] QueryNames = ["days"];

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/alerts/noise", ShowAsync);

    private Task ShowAsync(HttpContext context)
    {
        AlertParameters.RefuseUnknown(context.Request.Query.Keys, QueryNames, "parameter");
        var days = ReadDays(context.Request.Query["days"].ToString());
        var noise = alerts.Ledger.ReadNoise(time.GetUtcNow() - TimeSpan.FromDays(days), Loudest);
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("days", days);
            writer.WriteNumber("pages", noise.Hours.Sum());
            writer.WriteStartArray("hours");
            foreach (var notified in noise.Hours)
                writer.WriteNumberValue(notified);
            writer.WriteEndArray();
            writer.WriteStartArray("alerts");
            foreach (var loud in noise.Loudest)
            {
                var topics = alerts.Activities.TopicsKnowing(loud.Id);
                writer.WriteStartObject();
                writer.WriteString("id", loud.Id);
                writer.WriteString("topic", topics is [var topic, ..] ? topic : HandlerTarget.Parse(loud.Target).Topic);
                writer.WriteNumber("pages", loud.Problems);
                writer.WriteNumber("critical", loud.Critical);
                writer.WriteNumber("flaps", loud.Recoveries);
                writer.WriteBoolean("acknowledged", topics.Any(known => WasAcknowledged(known, loud)));
                writer.WriteString("last", Instant.From(DateTimeOffset.FromUnixTimeMilliseconds(loud.LastUnixMilliseconds)).ToString());
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private bool WasAcknowledged(string topic, LoudAlert loud) => (alerts.Activities.History(topic, loud.Id) ?? []).Any(done => done.Kind == ActivityKind.Acknowledged);

    private static int ReadDays(string text)
    {
        if (text.Length == 0)
            return DefaultDays;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MostDays
            ? days
            : throw ApiException.BadRequest($"days is a number from 1 to {MostDays}, not '{text}'");
    }
}
