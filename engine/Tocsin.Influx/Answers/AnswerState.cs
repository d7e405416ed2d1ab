namespace Tocsin.Influx.Answers;

/// <summary>Where in an answer its parser is.</summary>
internal enum AnswerState : byte
{
    /// <summary>Between two documents.</summary>
    Outside,

    Document,
    Results,
    Result,
    SeriesList,
    Series,
    Tags,
    Columns,
    Values,
    Row,
}
