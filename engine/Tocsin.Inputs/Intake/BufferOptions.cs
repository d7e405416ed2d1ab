namespace Tocsin.Inputs.Intake;

/// <summary>Where an input writes its points and how it gathers them.</summary>
/// <param name="Database">The database that tasks read them from.</param>
/// <param name="RetentionPolicy">Empty for the one of writes that name none.</param>
/// <param name="Size">Points that go on at once.</param>
/// <param name="Pending">How many such parts may wait for the tasks.</param>
/// <param name="Timeout">How long points wait for others; zero for not at all.</param>
internal sealed record BufferOptions(string Database, string RetentionPolicy, int Size, int Pending, TimeSpan Timeout);
