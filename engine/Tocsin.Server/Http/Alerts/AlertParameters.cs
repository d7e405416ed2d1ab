using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Configuration;
using Tocsin.Sdk;
using Tocsin.Server.Http.Topics;

namespace Tocsin.Server.Http.Alerts;

/// <summary>The parameters of a list of alerts.</summary>
internal static class AlertParameters
{
    /// <exception cref="ApiException">A value is wrong.</exception>
    public static AlertQuery Read(IQueryCollection query)
    {
        var topic = query["topic"].ToString();
        TopicsApi.CheckPattern(topic);
        return new AlertQuery
        {
            Topic = topic,
            Id = query["id"].ToString(),
            MinLevel = ReadLevel(query["level"].ToString()),
            IsAcknowledged = query["acknowledged"].ToString() switch
            {
                "" => null,
                "true" => true,
                "false" => false,
                var other => throw ApiException.BadRequest($"acknowledged must be true or false, not '{other}'"),
            },
        };
    }

    /// <summary>A name that is misspelt would answer with something else than what is asked for.</summary>
    /// <param name="what">What the names are of.</param>
    /// <exception cref="ApiException">A name is not known.</exception>
    public static void RefuseUnknown(IEnumerable<string> given, string[] known, string what)
    {
        if (given.FirstOrDefault(name => !known.Contains(name)) is not { } unknown)
            return;
        throw ApiException.BadRequest($"there is no {what} '{unknown}'{NameHint.Of(unknown, known)}");
    }

    private static AlertLevel ReadLevel(string text)
    {
        if (text.Length == 0)
            return new AlertQuery().MinLevel;
        return AlertLevels.TryParse(text, out var level)
            ? level
            : throw ApiException.BadRequest($"unknown alert level '{text}'; levels are OK, INFO, WARNING and CRITICAL");
    }
}
