-- Prints what a function of the artefact makes of a script.
function answer(name, script) print(catnap[name](script)) end
