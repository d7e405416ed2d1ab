using Tocsin.Influx.Answers;

namespace Tocsin.Pipelines.Processing;

/// <summary>Answers queries in the place of InfluxDBs, where scripts are only tried. Safe for any number of threads.</summary>
public interface IQueryAnswers
{
    /// <summary>Answers a query.</summary>
    /// <param name="rows">Takes the answer.</param>
    /// <exception cref="Exception">There is no answer; what it says is for people.</exception>
    void Answer(QueryAsked asked, IInfluxRows rows);
}
