using System.Globalization;
using Tocsin.Engine.Sources;

namespace Tocsin.Server.Http.Sources;

/// <summary><c>/tocsin/v1/quarantine</c>: requests to sources that were not understood, to be looked at, replayed or dropped.</summary>
internal sealed class QuarantineApi(Quarantine quarantine, SourceIntake intake)
{
    private const int ListedAtOnce = 100;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/quarantine", ListAsync);
        routes.MapGet("/quarantine/{number}", ShowAsync);
        routes.MapPost("/quarantine/{number}/replay", ReplayAsync);
        routes.MapDelete("/quarantine/{number}", DropAsync);
    }

    private Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var after = query["after"].ToString() is { Length: > 0 } text ? ReadNumber(text) : 0;
        var limit = query["limit"].ToString() is { Length: > 0 } given ? (int)Math.Clamp(ReadNumber(given), 1, ListedAtOnce) : ListedAtOnce;
        var requests = quarantine.List(after, limit);
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("count", quarantine.Count);
            writer.WriteStartArray("requests");
            foreach (var request in requests)
                QuarantineJson.Write(writer, request);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private Task ShowAsync(HttpContext context, string number)
    {
        var request = Find(number);
        return ApiAnswer.JsonAsync(context, writer => QuarantineJson.WriteWhole(writer, request, intake.BodyText(request)));
    }

    private async Task ReplayAsync(HttpContext context, string number)
    {
        if (await intake.ReplayAsync(Find(number)).ConfigureAwait(false) is { } problem)
            throw new ApiException(StatusCodes.Status409Conflict, problem);
        ApiAnswer.Empty(context);
    }

    private async Task DropAsync(HttpContext context, string number)
    {
        await quarantine.DropAsync(Find(number).Number).ConfigureAwait(false);
        ApiAnswer.Empty(context);
    }

    private QuarantinedRequest Find(string number) =>
        quarantine.Find(ReadNumber(number)) ?? throw ApiException.NotFound($"there is no request {number} in the quarantine");

    private static long ReadNumber(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw ApiException.BadRequest($"'{text}' is not a number");
}
