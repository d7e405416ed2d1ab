using Tocsin.Influx.Writes;

namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>Where points of a node go.</summary>
/// <param name="Database">The database.</param>
/// <param name="RetentionPolicy">Empty for the database's default.</param>
/// <param name="Consistency">What is asked of a cluster; empty for its default.</param>
/// <param name="Precision">What the times count.</param>
/// <param name="Creates">Whether the database is made when it is not there.</param>
public sealed record OutputTarget(string Database, string RetentionPolicy, string Consistency, WritePrecision Precision, bool Creates);
